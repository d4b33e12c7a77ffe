// Guest, benchmarks. Pushes what the query asks for and says what it cost: `?pushes=100&series=4&first=0`.
import { push } from 'sidecars:metrics/registry@0.1.0';

const families = [
  {
    name: 'bench_requests_total',
    kind: 'counter' as const,
    help: 'Requests by series',
    unit: '',
    labels: { tag: 'closed' as const, val: ['component', 'series'] },
    buckets: new Float64Array(),
  },
];

function samples(first: number, series: number) {
  return Array.from({ length: series }, (_, index) => ({
    family: 0,
    labels: { tag: 'values' as const, val: ['bench', String(first + index)] },
    change: { tag: 'add' as const, val: 1 },
  }));
}

function measure(url: URL): Response {
  const number = (name: string) => Number(url.searchParams.get(name));
  const pushes = number('pushes');
  const series = number('series');
  const batches = Array.from({ length: pushes }, (_, index) => samples(number('first') + index * series, series));
  const started = performance.now();
  for (const batch of batches) push(families, batch);
  return Response.json({ millisecondsPerPush: (performance.now() - started) / pushes });
}

addEventListener('fetch', (event: FetchEvent) => event.respondWith(measure(new URL(event.request.url))));
