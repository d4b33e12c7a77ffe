// Guest. The one home of the metrics that this project itself records: name, kind, help, unit, labels, buckets.
import type { Family } from 'sidecars:metrics/registry@0.1.0';

/** Labels of every HTTP metric, in this order. Bounded: methods and routes share one value when unknown. */
const httpLabels = { tag: 'closed' as const, val: ['component', 'method', 'route', 'status'] };

const secondBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const byteBuckets = [100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

const histogram = (name: string, help: string, unit: string, buckets: number[]): Family => ({
  name,
  kind: 'histogram',
  help,
  unit,
  labels: httpLabels,
  buckets: Float64Array.from(buckets),
});

/** The guide's HTTP metrics, in the order of `httpSamples` (sdk/http.ts). */
export const httpFamilies: Family[] = [
  {
    name: 'http_requests_total',
    kind: 'counter',
    help: 'Total HTTP requests',
    unit: '',
    labels: httpLabels,
    buckets: new Float64Array(),
  },
  histogram('http_request_duration_seconds', 'Request latency', 'seconds', secondBuckets),
  histogram('http_request_size_bytes', 'Request body size', 'bytes', byteBuckets),
  histogram('http_response_size_bytes', 'Response body size', 'bytes', byteBuckets),
];
