// Guest and Node. What the exporter records of each scrape.
import type { Metric } from './metric.ts';

const source = 'prometheus-exporter';

export const scrapes = {
  name: 'sidecars_scrapes_total',
  kind: 'counter',
  help: 'Scrapes of /metrics by outcome.',
  unit: '',
  labels: [{ name: 'outcome', values: ['ok', 'failed', 'too_slow', 'unauthorized'] }],
  source,
  stability: 'stable',
} as const satisfies Metric;

export const scrapeDuration = {
  name: 'sidecars_scrape_duration_seconds',
  kind: 'histogram',
  help: 'Time to merge what was pushed and to render it.',
  unit: 'seconds',
  labels: [],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  source,
  stability: 'stable',
} as const satisfies Metric;

export const scrapeSize = {
  name: 'sidecars_scrape_size_bytes',
  kind: 'histogram',
  help: 'Size of the exposition before compression.',
  unit: 'bytes',
  labels: [],
  buckets: [1e4, 1e5, 1e6, 1e7, 1e8],
  source,
  stability: 'stable',
} as const satisfies Metric;
