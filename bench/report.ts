// Node. Prints what was measured, on what, with the spread.
import { availableParallelism, cpus } from 'node:os';
import { hostName } from '../test/support/app.ts';
import { median, type Row } from './benchmark.ts';

const format = (value: number) => (value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(2) : value.toFixed(3));

/** The machine and the versions, for whoever reads the numbers later. */
export function machine(): string {
  return `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.versions.node}, ${hostName} host`;
}

/** A Markdown table: median, least and greatest of the rounds. */
export function table(rows: Row[]): string {
  const lines = rows.map(({ what, unit, values }) => {
    const cells = [median(values), Math.min(...values), Math.max(...values)].map(format);
    return `| ${what} | ${cells.join(' | ')} | ${unit} |`;
  });
  return ['| | median | least | greatest | |', '|---|---:|---:|---:|---|', ...lines].join('\n');
}
