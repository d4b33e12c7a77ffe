// Guest, benchmarks. A realistic tool without any monitoring: JSON in, one call of another component, half a kilobyte
// of JSON out.
interface Conditions {
  high: number;
  low: number;
  text: string;
}

export async function realistic(request: Request): Promise<Response> {
  const { location, days } = (await request.json()) as { location: string; days: number };
  const { high, low, text } = (await (await fetch('http://stock.spin.internal/')).json()) as Conditions;
  const forecast = Array.from({ length: days }, (_, day) => ({
    day,
    high: high + day,
    low: low + day,
    text: `${location}: ${text} on day ${day}`,
  }));
  return Response.json({
    content: [{ type: 'text', text: JSON.stringify(forecast) }],
    structuredContent: { forecast },
  });
}
