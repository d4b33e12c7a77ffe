// Node. Prints what was measured, on what, against what, with the spread.
import { availableParallelism, cpus, totalmem } from 'node:os';
import { hostName } from '../test/support/app.ts';
import { pushgateway } from './baselines/pushgateway.ts';
import { type Answer, median, type Row } from './benchmark.ts';
import { packageVersion, versionOf } from './support/programs.ts';

const gigabyte = 1024 ** 3;

function format(value: number): string {
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 1 ? 2 : 3);
}

/** The machine and its versions, for whoever reads the numbers later. */
export function machine(): string {
  const memory = `${Math.round(totalmem() / gigabyte)} GB`;
  return `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, ${memory}, Node ${process.versions.node}, ${hostName} host`;
}

/** The versions of what spin-sidecars is compared with, and of what makes the load. */
export function comparedWith(): string {
  const gateway = versionOf(pushgateway) ?? `${pushgateway} (not on the PATH)`;
  return `${packageVersion('prom-client')}, ${gateway}; load by ${packageVersion('autocannon')}`;
}

/** One answer: its table and what has to be known about it. */
export function answerText({ rows, notes }: Answer): string {
  return [...(rows.length > 0 ? [table(rows)] : []), ...notes].join('\n\n');
}

/** A Markdown table: median, least and greatest of the rounds. */
export function table(rows: Row[]): string {
  const lines = rows.map(({ what, unit, values, goal, least }) => {
    const cells = [median(values), Math.min(...values), Math.max(...values)].map(format);
    return `| ${what} | ${cells.join(' | ')} | ${unit}${goal === undefined ? '' : `, goal ≤ ${goal}`}${least === undefined ? '' : `, goal ≥ ${least}`} |`;
  });
  return ['| | median | least | greatest | |', '|---|---:|---:|---:|---|', ...lines].join('\n');
}
