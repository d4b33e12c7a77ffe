// Guest and Node. What only the host knows of its instances, and what host-telemetry says of itself.
import type { Metric } from './metric.ts';

const source = 'host-telemetry';
const componentLabel = { name: 'component', bound: 'components of the app, by their id in spin.toml' } as const;

export const executionDuration = {
  name: 'wasm_execution_duration_seconds',
  kind: 'histogram',
  help: 'Time that instances spent in guest code, without waiting, as the host measured it. Only sum and count: the lowest bucket of the host ends at 5 s.',
  unit: 'seconds',
  labels: [componentLabel],
  buckets: [],
  source,
  stability: 'stable',
} as const satisfies Metric;

export const memoryUsage = {
  name: 'wasm_memory_usage_bytes',
  kind: 'gauge',
  help: 'Linear memory of an instance when it ended: the mean of those that ended in the last interval of the host in which any did.',
  unit: 'bytes',
  labels: [componentLabel],
  source,
  stability: 'stable',
} as const satisfies Metric;

export const hostRequests = {
  name: 'wasm_requests_total',
  kind: 'counter',
  help: 'Requests that the host gave to components, whether these count themselves or not.',
  unit: '',
  labels: [componentLabel, { name: 'trigger', bound: 'triggers of the host: `http`, `redis`' }],
  source,
  stability: 'stable',
} as const satisfies Metric;

export const uncountedRequests = {
  name: 'wasm_uncounted_requests_total',
  kind: 'counter',
  help: 'Requests whose instance ended without having counted them, as one that traps does. Only of components that count others.',
  unit: '',
  labels: [componentLabel],
  source,
  stability: 'experimental',
} as const satisfies Metric;

export const hostExports = {
  name: 'sidecars_host_telemetry_exports_total',
  kind: 'counter',
  help: 'Exports of the host that arrived. 0: it sends none, so execution time and memory are absent; docs/host-telemetry.md says how it does.',
  unit: '',
  labels: [],
  source,
  stability: 'stable',
} as const satisfies Metric;

export const otlpRequests = {
  name: 'sidecars_otlp_requests_total',
  kind: 'counter',
  help: 'OTLP requests with metrics, by outcome.',
  unit: '',
  labels: [
    {
      name: 'outcome',
      values: ['accepted', 'partial', 'malformed', 'too_large', 'unsupported', 'unauthorized', 'failed'],
    },
  ],
  source,
  stability: 'stable',
} as const satisfies Metric;

export const otlpPoints = {
  name: 'sidecars_otlp_points_total',
  kind: 'counter',
  help: 'Data points of OTLP requests, by outcome; the answer to the request says why some were rejected.',
  unit: '',
  labels: [{ name: 'outcome', values: ['accepted', 'rejected'] }],
  source,
  stability: 'stable',
} as const satisfies Metric;

export const metricsExports = {
  name: 'sidecars_metrics_exports_total',
  kind: 'counter',
  help: 'Exports of all metrics to the collector that OTEL_METRICS_EXPORTER asks for, by outcome.',
  unit: '',
  labels: [{ name: 'outcome', values: ['ok', 'failed'] }],
  source,
  stability: 'stable',
} as const satisfies Metric;

export const metricsExportTime = {
  name: 'sidecars_metrics_export_timestamp_seconds',
  kind: 'gauge',
  help: 'Unix time when all metrics were last exported to a collector.',
  unit: 'seconds',
  labels: [],
  source,
  stability: 'stable',
} as const satisfies Metric;
