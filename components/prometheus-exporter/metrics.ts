// Guest. What the exporter records of a scrape. It shows in the next one.

import { push, type Sample } from 'sidecars:metrics/registry@0.1.0';
import { familyOf } from '../../catalogue/forms.ts';
import { hostExports } from '../../catalogue/host.ts';
import { scrapeDuration, scrapeSize, scrapes } from '../../catalogue/scrape.ts';
import { logger } from '../../sdk/log/logger.ts';

const [{ values: outcomes }] = scrapes.labels;

/** How a scrape ended. */
export type Outcome = (typeof outcomes)[number];

export interface ScrapeFacts {
  outcome: Outcome;
  /** Of an exposition that was rendered: how long that took, and its size before compression. */
  rendered?: { seconds: number; bytes: number };
}

/** The last one only to be there, at 0, when host-telemetry gets nothing or is not installed. */
const families = [scrapes, scrapeDuration, scrapeSize, hostExports].map(familyOf);

/** Every outcome, so that each begins at 0 and an alert on it sees its first increase. */
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
    return push({ requests: [], families, samples: scrapeSamples(facts), exemplars: [] }).foldDue;
  } catch (error) {
    logger.error('the metrics of this scrape were not stored', { error });
    return false;
  }
}
