// Guest, benchmarks. What the realistic handler asks.
addEventListener('fetch', (event: FetchEvent) =>
  event.respondWith(Response.json({ high: 20, low: 10, text: 'partly cloudy' })),
);
