// Node. The catalogue for a terminal: a line for each metric.
import type { Metric } from '../../catalogue/metric.ts';

const heads = ['NAME', 'KIND', 'UNIT', 'LABELS', 'RECORDED BY'];

export function table(metrics: Metric[]): string {
  const rows = metrics.map(({ name, kind, unit, labels, source }) => [
    name,
    kind,
    unit,
    labels.map((label) => label.name).join(','),
    source,
  ]);
  const all = [heads, ...rows];
  const widths = heads.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
