// Node. The part of the catalogue that compiled components need, as AssemblyScript. It is committed, so that editors, the
// linter and reviewers see it. One literal a constant: what a top level computes lies on the heap, which every call resets.
import * as http from '../../catalogue/http.ts';
import { catalogue } from '../../catalogue/index.ts';
import type { EnumeratedLabel, Metric } from '../../catalogue/metric.ts';
import * as registry from '../../catalogue/registry.ts';

const header = `// Guest. Made from catalogue/ by \`npm run metrics -- --write\`: change it there.
// biome-ignore-all format: one constant a line
`;

/** The whole file. */
export function constantsFile(): string {
  const metrics = [...catalogue.values()];
  const httpMetrics = metrics.filter(({ name }) => name.startsWith('http_'));
  const ownMetrics = metrics.filter(({ source }) => source === 'registry');
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
