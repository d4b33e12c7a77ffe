// Node, tests. Reads Prometheus' text format just well enough to ask for single values; promtool judges the form.

/** Series as written (`name{label="value"}`) -> value. */
export function parseExposition(text: string): Map<string, number> {
  const series = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const space = line.lastIndexOf(' ');
    series.set(line.slice(0, space), parseValue(line.slice(space + 1)));
  }
  return series;
}

// Number() knows "Infinity" only, the format writes +Inf and -Inf.
const parseValue = (text: string): number => Number(text.replace(/^([+-])Inf$/, '$1Infinity'));

/** Sum over the series of one metric that carry all these labels. */
export function sumOf(text: string, name: string, labels: Record<string, string> = {}): number {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  let sum = 0;
  for (const [key, value] of parseExposition(text)) {
    const isSeries = key === name || key.startsWith(`${name}{`);
    if (isSeries && wanted.every((pair) => key.includes(`{${pair}`) || key.includes(`,${pair}`))) sum += value;
  }
  return sum;
}

export async function scrape(baseUrl: string): Promise<string> {
  const response = await fetch(`${baseUrl}/metrics`);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`/metrics answered ${response.status}: ${text}`);
  return text;
}
