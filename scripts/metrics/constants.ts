// Node. The parts of the catalogue that compiled components need, as AssemblyScript. They are committed, so that editors,
// the linter and reviewers see them. One literal a constant: what a top level computes lies on the heap, which every call resets.
import * as http from '../../catalogue/http.ts';
import { catalogue } from '../../catalogue/index.ts';
import * as mcp from '../../catalogue/mcp.ts';
import type { EnumeratedLabel, Metric } from '../../catalogue/metric.ts';
import * as observer from '../../catalogue/observer.ts';
import * as registry from '../../catalogue/registry.ts';

const header = `// Guest. Made from catalogue/ by \`npm run metrics -- --write\`: change it there.
// biome-ignore-all format: one constant a line
`;

/** What the registry takes: components/registry/catalogue.ts. */
export function registryConstants(): string {
  const ownMetrics = [...catalogue.values()].filter(({ source }) => source === 'registry');
  const httpMetrics = [http.requestDuration, http.requestSize, http.requests, http.responseSize];
  return [
    header,
    texts(
      'HTTP_LABELS',
      http.requests.labels.map(({ name }) => name),
    ),
    texts('HTTP_METHODS', http.methodLabel.values.slice(0, -1)),
    text('HTTP_METHOD_OTHER', http.methodLabel.values.at(-1)!),
    ...[...httpMetrics, ...ownMetrics].flatMap(metricConstants),
    ...[registry.reasonLabel, registry.outcomeLabel].flatMap(labelConstants),
    '',
  ].join('\n');
}

/** What the observer takes: components/http-observer/catalogue.ts. The registry knows the metrics of a request. */
export function observerConstants(): string {
  const metrics = [observer.failures, observer.responseHead, mcp.requests, mcp.toolCalls, mcp.operationDuration];
  return [
    header,
    texts('MCP_METHODS', mcp.methods.slice(0, -1)),
    texts('MCP_PROTOCOL_VERSIONS', mcp.requestVersions.slice(0, -1)),
    texts('JSON_RPC_CODES', mcp.errorCodes),
    ...metrics.flatMap((metric) => [
      ...metricConstants(metric),
      texts(
        `${metric.name.toUpperCase()}_LABELS`,
        metric.labels.map(({ name }) => name),
      ),
    ]),
    '',
  ].join('\n');
}

function metricConstants({ name, help, unit, buckets }: Metric): string[] {
  const constant = name.toUpperCase();
  return [
    '',
    text(constant, name),
    text(`${constant}_HELP`, help),
    ...(unit ? [text(`${constant}_UNIT`, unit)] : []),
    ...(buckets ? [numbers(`${constant}_BUCKETS`, buckets)] : []),
  ];
}

function labelConstants({ name, values }: EnumeratedLabel): string[] {
  const constant = name.toUpperCase();
  return ['', text(constant, name), ...values.map((value) => text(`${constant}_${value.toUpperCase()}`, value))];
}

const text = (name: string, value: string) => `export const ${name}: string = ${literal(value)};`;

const texts = (name: string, values: readonly string[]) =>
  `export const ${name}: StaticArray<string> = [${values.map(literal).join(', ')}];`;

const numbers = (name: string, values: readonly number[]) =>
  `export const ${name}: StaticArray<f64> = [${values.join(', ')}];`;

/** In the quotes that need no escape. */
const literal = (value: string) => (value.includes("'") ? JSON.stringify(value) : `'${value}'`);
