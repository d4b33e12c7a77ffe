// Node. The catalogue as a page for users, docs/metrics-reference.md: for each group its metrics, their buckets, and the
// labels with their bounds.
import { type Group, groups } from '../../catalogue/index.ts';
import type { Label, Metric } from '../../catalogue/metric.ts';

const opening = `# Every metric

Made from [catalogue/](../catalogue) by \`npm run metrics -- --write\`; \`npm run metrics\` prints it as a table, with \`--json\` for programs. What your own components count is not in it, nor what the demo's tools count.

A label with a list of values has no others. Every other label says where its values come from, so that nobody outside of the app can make series without end. Names and labels of *experimental* metrics may change in any release; the changelog says when.
`;

/** The whole page. */
export function page(): string {
  return [opening, ...groups.map(section)].join('\n');
}

function section({ title, metrics }: Group): string {
  return [
    `## ${title}`,
    '',
    '| metric | kind | labels | what | recorded by |',
    '|---|---|---|---|---|',
    ...metrics.map(metricRow),
    ...metrics.flatMap(bucketLine),
    ...labelTable(metrics),
    '',
  ].join('\n');
}

function metricRow({ name, kind, unit, labels, help, source, stability }: Metric): string {
  const what = `${help.replace(/\.$/, '')}${stability === 'experimental' ? ' (*experimental*)' : ''}`;
  return `| \`${name}\` | ${unit ? `${kind}, ${unit}` : kind} | ${labels.map((label) => `\`${label.name}\``).join(', ')} | ${what} | ${source} |`;
}

function bucketLine({ name, buckets }: Metric): string[] {
  return buckets ? ['', `Buckets of \`${name}\`: ${buckets.join(', ')}.`] : [];
}

/** A row for each label; metrics that share one share its row. */
function labelTable(metrics: Metric[]): string[] {
  const users = new Map<string, string[]>();
  for (const { name, labels } of metrics) {
    for (const label of labels) {
      const cells = `\`${label.name}\` | ${valuesOf(label)}`;
      users.set(cells, [...(users.get(cells) ?? []), `\`${name}\``]);
    }
  }
  if (users.size === 0) return [];
  const rows = [...users].map(
    ([cells, names]) => `| ${cells} | ${names.length === metrics.length ? 'all' : names.join(', ')} |`,
  );
  return ['', '| label | values | of |', '|---|---|---|', ...rows];
}

function valuesOf(label: Label): string {
  return 'values' in label ? label.values.map((value) => `\`${value}\``).join(', ') : label.bound;
}
