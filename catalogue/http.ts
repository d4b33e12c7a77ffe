// Guest and Node. The four metrics that every HTTP request is counted in. The registry, which is compiled, counts them
// from what was measured (components/registry/entry/http-metrics.ts), so `serve`, the observer and other languages agree.
import type { Metric } from './metric.ts';

export const componentLabel = {
  name: 'component',
  bound: 'one a component, from its environment: SIDECARS_COMPONENT, else OTEL_SERVICE_NAME, else `unknown`',
} as const;

export const methodLabel = {
  name: 'method',
  values: ['GET', 'POST', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE', 'other'],
} as const;

const routeLabel = {
  name: 'route',
  bound: 'patterns that the component names, never a path; a path that fits none is `other`',
} as const;

const statusLabel = { name: 'status', bound: 'status codes that the component answers' } as const;

/** Sorted by name, as the registry stores them. */
const labels = [componentLabel, methodLabel, routeLabel, statusLabel] as const;

const sizeBuckets = [100, 1000, 10_000, 100_000, 1_000_000, 10_000_000] as const;
const source = 'every component that measures';

export const requests = {
  name: 'http_requests_total',
  kind: 'counter',
  help: 'Total HTTP requests',
  unit: '',
  labels,
  source,
  stability: 'stable',
} as const satisfies Metric;

export const requestDuration = {
  name: 'http_request_duration_seconds',
  kind: 'histogram',
  help: 'Request latency',
  unit: 'seconds',
  labels,
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  source,
  stability: 'stable',
} as const satisfies Metric;

export const requestSize = {
  name: 'http_request_size_bytes',
  kind: 'histogram',
  help: 'Request body size',
  unit: 'bytes',
  labels,
  buckets: sizeBuckets,
  source,
  stability: 'stable',
} as const satisfies Metric;

export const responseSize = {
  name: 'http_response_size_bytes',
  kind: 'histogram',
  help: 'Response body size',
  unit: 'bytes',
  labels,
  buckets: sizeBuckets,
  source,
  stability: 'stable',
} as const satisfies Metric;
