// Guest and Node. What the SDK says of itself, in every component that uses it.
import type { Metric } from './metric.ts';

export const refusedCalls = {
  name: 'sidecars_refused_calls_total',
  kind: 'counter',
  help: 'Calls of metrics that were ignored, by cause; the log of the component has the details.',
  unit: '',
  labels: [
    { name: 'metric', bound: 'metrics that the component defines; `unknown` for one that could not be defined' },
    { name: 'reason', values: ['value', 'labels', 'definition', 'limit', 'failed'] },
  ],
  source: 'every component that measures',
  stability: 'stable',
} as const satisfies Metric;

export const droppedTelemetry = {
  name: 'sidecars_dropped_telemetry_total',
  kind: 'counter',
  help: 'Spans and log records that did not reach their collector, by cause.',
  unit: '',
  labels: [
    {
      name: 'reason',
      values: ['limit', 'unfinished', 'unreachable', 'timeout', 'throttled', 'too_large', 'rejected', 'failed'],
    },
    { name: 'signal', values: ['spans', 'logs'] },
  ],
  source: 'every component that measures',
  stability: 'stable',
} as const satisfies Metric;
