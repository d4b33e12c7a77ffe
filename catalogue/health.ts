// Guest and Node. What components that answer probes record of their checks. The numbers are one host's own: hosts that
// share a registry overwrite each other's.
import { componentLabel } from './http.ts';
import type { Metric } from './metric.ts';

const source = 'every component that answers probes';
const labels = [{ name: 'check', bound: 'checks that the component has, and `drain`' }, componentLabel] as const;

export const healthStatus = {
  name: 'sidecars_health_status',
  kind: 'gauge',
  help: 'A check as its probes show it: 1 healthy, 0.5 failing and not critical, 0 unhealthy, NaN unknown.',
  unit: '',
  labels,
  source,
  stability: 'stable',
} as const satisfies Metric;

export const healthDuration = {
  name: 'sidecars_health_check_duration_seconds',
  kind: 'histogram',
  help: 'Time that a check took; probes that share its result are not counted.',
  unit: 'seconds',
  labels,
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1],
  source,
  stability: 'stable',
} as const satisfies Metric;

export const healthTransition = {
  name: 'sidecars_health_last_transition_timestamp_seconds',
  kind: 'gauge',
  help: 'When the status of a check last changed, in seconds since the epoch.',
  unit: 'seconds',
  labels,
  source,
  stability: 'stable',
} as const satisfies Metric;
