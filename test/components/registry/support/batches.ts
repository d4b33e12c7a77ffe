// Node, tests. Short ways to write families and samples.
import type { Cumulative } from 'sidecars:metrics/registry@0.1.0';
import type { Family, Registry, Sample } from './registry.ts';

/** `labels` undefined: an open family. */
export function family(kind: Family['kind'], name: string, labels?: string[], more: Partial<Family> = {}): Family {
  return {
    name,
    kind,
    help: `Help of ${name}.`,
    unit: '',
    labels: labels ? { tag: 'closed', val: labels } : { tag: 'open' },
    buckets: kind === 'histogram' ? Float64Array.of(0.1, 1, 10) : new Float64Array(),
    native: false,
    ...more,
  };
}

export const values = (...val: string[]): Sample['labels'] => ({ tag: 'values', val });
export const pairs = (record: Record<string, string>): Sample['labels'] => ({
  tag: 'pairs',
  val: Object.entries(record),
});

export const add = (val: number): Sample['change'] => ({ tag: 'add', val });
export const set = (val: number): Sample['change'] => ({ tag: 'set', val });
export const observe = (...val: number[]): Sample['change'] => ({ tag: 'observe', val: Float64Array.from(val) });
export const merge = (counts: number[], sum: number): Sample['change'] => ({
  tag: 'merge',
  val: { counts: BigUint64Array.from(counts.map(BigInt)), sum },
});

/** `counts`: one number for a gauge, one for each bucket of a histogram. */
export const total = (
  sum: number,
  { counts = [], ...more }: Partial<Omit<Cumulative, 'counts'>> & { counts?: number[] } = {},
): Sample['change'] => ({
  tag: 'total',
  val: {
    source: 'host',
    startNs: 1n,
    atNs: 2n,
    sum,
    counts: BigUint64Array.from(counts.map(BigInt)),
    zeroCount: 0n,
    nativeBuckets: [],
    ...more,
  },
});

/** Pushes one sample of one family. */
export function pushOne(registry: Registry, of: Family, labels: Sample['labels'], change: Sample['change']): void {
  registry.push([of], [{ family: 0, labels, change }]);
}

const hits = family('counter', 'hits_total', []);

/** Adds to the counter `hits_total`. */
export const hit = (registry: Registry, amount = 1) => pushOne(registry, hits, values(), add(amount));

/** The counter's value in an exposition; undefined when it is not there. */
export function hitsIn(text: string): number | undefined {
  const line = /^hits_total (.*)$/m.exec(text);
  return line ? Number(line[1]) : undefined;
}

/** The error that a call throws, as `tag: text`. */
export function errorOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    const payload = (error as { payload?: { tag: string; val: string } }).payload;
    if (!payload) throw error;
    return `${payload.tag}: ${payload.val}`;
  }
  return 'no error';
}
