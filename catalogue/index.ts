// Node. Every metric of ours in one list, for the command, the page and the tests. Guests import the single files, so that
// they carry only what they use.
import * as host from './host.ts';
import * as http from './http.ts';
import * as mcp from './mcp.ts';
import type { Metric } from './metric.ts';
import * as observer from './observer.ts';
import * as registry from './registry.ts';
import * as scrape from './scrape.ts';
import * as sdk from './sdk.ts';

export interface Group {
  title: string;
  metrics: Metric[];
}

/** By name. What a file of the catalogue exports beside metrics are labels and lists of values. */
function metricsOf(file: Record<string, unknown>): Metric[] {
  const isMetric = (value: unknown): value is Metric => typeof value === 'object' && value !== null && 'kind' in value;
  return Object.values(file)
    .filter(isMetric)
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

export const groups: Group[] = [
  { title: 'HTTP requests', metrics: metricsOf(http) },
  { title: 'The observer', metrics: metricsOf(observer) },
  { title: 'The MCP gateway', metrics: metricsOf(mcp) },
  { title: 'The SDK itself', metrics: metricsOf(sdk) },
  { title: 'The host', metrics: metricsOf(host) },
  { title: 'Scrapes', metrics: metricsOf(scrape) },
  { title: 'The registry itself', metrics: metricsOf(registry) },
];

/** Every metric, by name. */
export const catalogue: ReadonlyMap<string, Metric> = new Map(
  groups.flatMap(({ metrics }) => metrics.map((metric) => [metric.name, metric] as const)),
);
