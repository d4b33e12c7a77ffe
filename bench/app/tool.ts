// Guest, benchmarks. A realistic tool without any monitoring: JSON in, half a kilobyte of JSON out.

export async function forecast(request: Request): Promise<Response> {
  const { location, days } = (await request.json()) as { location: string; days: number };
  const forecast = Array.from({ length: days }, (_, day) => ({
    day,
    high: 20 + day,
    low: 10 + day,
    text: `${location}: partly cloudy on day ${day}`,
  }));
  return Response.json({
    content: [{ type: 'text', text: JSON.stringify(forecast) }],
    structuredContent: { forecast },
  });
}
