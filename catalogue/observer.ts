// Guest and Node. What the observer knows beside the HTTP metrics. It is compiled: components/http-observer/catalogue.ts
// is made from this file.
import { componentLabel, requestDuration, requests } from './http.ts';
import type { Metric } from './metric.ts';

const source = 'http-observer';
const [, , routeLabel] = requests.labels;

export const outcomeLabel = {
  name: 'outcome',
  values: [
    'misconfigured',
    'denied',
    'unknown_target',
    'refused',
    'timeout',
    'target_failed',
    'target_crashed',
    'target_aborted',
    'client_gone',
  ],
} as const;

export const failures = {
  name: 'http_observer_failures_total',
  kind: 'counter',
  help: 'Observed requests that did not end as they should, by cause',
  unit: '',
  labels: [componentLabel, outcomeLabel],
  source,
  stability: 'stable',
} as const satisfies Metric;

export const responseHead = {
  name: 'http_response_head_seconds',
  kind: 'histogram',
  help: 'Time until the head of a response whose body followed later',
  unit: 'seconds',
  labels: [componentLabel, routeLabel],
  buckets: requestDuration.buckets,
  source,
  stability: 'stable',
} as const satisfies Metric;
