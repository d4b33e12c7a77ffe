// Guest, build time. Decodes, converts and encodes one of everything, so that it is compiled and frozen into the component.
import { push } from 'sidecars:metrics/registry@0.1.0';
import { decodeJson } from '../../otlp/json.ts';
import { type MetricsRequest, metricsRequest } from '../../otlp/metrics.ts';
import { decodeProtobuf, encodeProtobuf } from '../../otlp/protobuf.ts';
import { successAnswer } from './answers.ts';
import { batchesOf } from './batches.ts';
import { convert } from './convert.ts';
import { ownBatch } from './metrics.ts';
import { uncountedBatch } from './uncounted.ts';

const attributes = [{ key: 'component_id', value: { stringValue: 'warm-up' } }];
const point = { attributes, startTimeUnixNano: '1', timeUnixNano: '2', flags: 0 };
const histogram = { ...point, count: '1', sum: 1 };

const request = {
  resourceMetrics: [
    {
      resource: { attributes },
      scopeMetrics: [
        {
          scope: { name: 'warm-up', version: '1' },
          metrics: [
            {
              name: 'spin.request_count',
              sum: { dataPoints: [{ ...point, asInt: '1' }], aggregationTemporality: 2, isMonotonic: true },
            },
            {
              name: 'spin.component_cpu_time',
              histogram: {
                dataPoints: [{ ...histogram, bucketCounts: ['0', '1'], explicitBounds: [0] }],
                aggregationTemporality: 2,
              },
            },
            { name: 'warm.up', gauge: { dataPoints: [{ ...point, asDouble: 1 }] } },
            {
              name: 'warm.exponential',
              exponentialHistogram: {
                dataPoints: [{ ...histogram, scale: 3, zeroCount: '0', positive: { offset: 0, bucketCounts: ['1'] } }],
                aggregationTemporality: 2,
              },
            },
          ],
        },
      ],
    },
  ],
};

export function warmReceive(): void {
  const bytes = encodeProtobuf(metricsRequest, decodeJson(metricsRequest, JSON.stringify(request)));
  const { families } = convert(decodeProtobuf(metricsRequest, bytes) as unknown as MetricsRequest);
  for (const batch of batchesOf(families)) {
    const last = { sample: 0, labels: [], value: Symbol() as unknown as number };
    try {
      push({ ...batch, exemplars: [last] });
    } catch {
      // expected: a symbol is no number
    }
  }
  ownBatch({ outcome: 'accepted', accepted: 1, rejected: 0, isFromHost: true });
  uncountedBatch('http_requests_total{component="a"} 1\nwasm_execution_duration_seconds_count{component="a"} 1\n', 1);
  successAnswer('protobuf', 0, '');
}
