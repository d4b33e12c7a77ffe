// Guest. Exemplars: those that the tool gives itself, and for the rest the trace of the request that is being served.
import { logger } from '../log/logger.ts';
import { phase } from '../phase.ts';
import { requestTrace } from '../trace-context.ts';
import { type Labels, labelNameProblem } from './label-names.ts';
import type { Entry, Exemplified, Metric, Note } from './metric.ts';
import { noted } from './metric.ts';
import { Refusal, shown } from './refusal.ts';

/** OpenMetrics' own bound on names and values together. */
const maxCharacters = 128;

const said = new Set<string>();

interface Exemplary {
  labels?: Labels;
  value?: number;
  exemplarLabels?: Labels;
}

/** What `inc` or `observe` of a metric with `enableExemplars` is given. prom-client silently takes anything for it. */
export function dataOf(method: string, data: unknown = {}): Exemplary {
  const isData =
    typeof data === 'object' &&
    data !== null &&
    Object.keys(data).every((key) => key === 'labels' || key === 'value' || key === 'exemplarLabels');
  if (isData) return data as Exemplary;
  const found = typeof data === 'object' && data !== null ? `{ ${Object.keys(data).join(', ')} }` : shown(data);
  throw new Refusal(
    'value',
    `${method}(${found}): with enableExemplars it takes { labels, value, exemplarLabels }; give that, or leave enableExemplars out`,
  );
}

/** The index of the bucket that a value falls into; of the last one, +Inf, the number of bounds. */
export function bucketOf(bounds: readonly number[], value: number): number {
  const at = bounds.findIndex((bound) => value <= bound);
  return at === -1 ? bounds.length : at;
}

/** Notes an exemplar that came with a call. One that cannot be stored is left out and said so once; the call counts. */
export function givenExemplar(metric: string, note: Note, bucket: number, labels: Labels, value: number): void {
  const pairs = Object.entries(labels).map(([name, text]): [string, string] => [name, String(text)]);
  if (pairs.length === 0) return;
  const problem = pairsProblem(pairs);
  if (!problem) {
    note.exemplars ??= new Map();
    note.exemplars.set(bucket, { labels: pairs, value });
  } else if (!said.has(metric)) {
    if (phase.isServing) said.add(metric);
    logger.error(`metric "${metric}": an exemplar is left out: ${problem}`);
  }
}

function pairsProblem(pairs: readonly [string, string][]): string | undefined {
  let characters = 0;
  for (const [name, value] of pairs) {
    const problem = labelNameProblem(name);
    if (problem) return problem;
    characters += name.length + [...value].length;
  }
  if (characters <= maxCharacters) return undefined;
  return `${characters} characters in its labels, at most ${maxCharacters} are taken; give shorter ones`;
}

/** Of one series: the newest of each bucket, a counter having one. */
export function exemplarsOf(metric: Metric, entry: Entry): Exemplified[] {
  const note = entry[noted];
  if (!note || metric.own.kind === 'gauge') return [];
  const trace = requestTrace();
  if (trace.length === 0) return note.exemplars ? [...note.exemplars.values()] : [];
  const bounds = metric.own.buckets;
  const found = new Map<number, Exemplified>();
  for (const value of note.values) {
    if (metric.own.kind === 'histogram') found.set(bucketOf(bounds, value), { labels: trace, value });
    else if (value > 0) found.set(0, { labels: trace, value });
  }
  for (const [bucket, exemplar] of note.exemplars ?? []) found.set(bucket, exemplar);
  return [...found.values()];
}
