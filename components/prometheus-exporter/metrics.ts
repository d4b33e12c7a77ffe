// Guest. What the exporter records of a scrape. It shows in the next one.
import { type Family, push, type Sample } from 'sidecars:metrics/registry@0.1.0';
import { describeFailure } from '../../sdk/wit-error.ts';

/** How a scrape ended. */
export const outcomes = ['ok', 'failed', 'too_slow', 'unauthorized'] as const;

export type Outcome = (typeof outcomes)[number];

export interface ScrapeFacts {
  outcome: Outcome;
  /** Of an exposition that was rendered: how long that took, and its size before compression. */
  rendered?: { seconds: number; bytes: number };
}

export const scrapeFamilies: Family[] = [
  {
    name: 'sidecars_scrapes_total',
    kind: 'counter',
    help: 'Scrapes of /metrics by outcome.',
    unit: '',
    labels: { tag: 'closed', val: ['outcome'] },
    buckets: new Float64Array(),
    native: false,
  },
  {
    name: 'sidecars_scrape_duration_seconds',
    kind: 'histogram',
    help: 'Time to merge what was pushed and to render it.',
    unit: 'seconds',
    labels: { tag: 'closed', val: [] },
    buckets: Float64Array.of(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    native: false,
  },
  {
    name: 'sidecars_scrape_size_bytes',
    kind: 'histogram',
    help: 'Size of the exposition before compression.',
    unit: 'bytes',
    labels: { tag: 'closed', val: [] },
    buckets: Float64Array.of(1e4, 1e5, 1e6, 1e7, 1e8),
    native: false,
  },
];

/** Samples of `scrapeFamilies`: every outcome, so that each begins at 0 and an alert on it sees its first increase. */
function scrapeSamples({ outcome, rendered }: ScrapeFacts): Sample[] {
  const samples: Sample[] = outcomes.map((name) => ({
    family: 0,
    labels: { tag: 'values', val: [name] },
    change: { tag: 'add', val: name === outcome ? 1 : 0 },
  }));
  if (!rendered) return samples;
  return [...samples, observation(1, rendered.seconds), observation(2, rendered.bytes)];
}

const observation = (family: number, value: number): Sample => ({
  family,
  labels: { tag: 'values', val: [] },
  change: { tag: 'observe', val: Float64Array.of(value) },
});

/** True when a fold is due after the response. A failure costs one log line. */
export function recordScrape(facts: ScrapeFacts): boolean {
  try {
    return push({ requests: [], families: scrapeFamilies, samples: scrapeSamples(facts), exemplars: [] }).foldDue;
  } catch (error) {
    console.error(`prometheus-exporter: the metrics of this scrape were not stored: ${describeFailure(error)}`);
    return false;
  }
}
