// Node, tests. OpenTelemetry's own SDK and its own encoders, as somebody else's service would send: the judges of ours.
import { JsonMetricsSerializer, ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  AggregationType,
  type CollectionResult,
  MeterProvider,
  MetricReader,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';

class Reader extends MetricReader {
  protected override async onShutdown(): Promise<void> {}
  protected override async onForceFlush(): Promise<void> {}
}

export interface Sender {
  meter: ReturnType<MeterProvider['getMeter']>;
  /** What has been measured so far (cumulative), or since the last call (delta). */
  collect(): Promise<ResourceMetrics>;
}

export interface SenderOptions {
  service?: string;
  temporality?: 'delta' | 'cumulative';
  /** Histograms with exponential buckets. */
  isExponential?: boolean;
}

export function startSender({
  service = 'billing',
  temporality = 'cumulative',
  isExponential = false,
}: SenderOptions = {}): Sender {
  const reader = new Reader({
    aggregationTemporalitySelector: () =>
      temporality === 'delta' ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE,
    aggregationSelector: (instrument) => ({
      type:
        isExponential && instrument === 'HISTOGRAM' ? AggregationType.EXPONENTIAL_HISTOGRAM : AggregationType.DEFAULT,
    }),
  });
  const provider = new MeterProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.instance.id': 'one' }),
    readers: [reader],
  });
  return {
    meter: provider.getMeter('test', '1.2.3'),
    async collect() {
      const { resourceMetrics }: CollectionResult = await reader.collect();
      return resourceMetrics;
    },
  };
}

export const protobufOf = (metrics: ResourceMetrics) => ProtobufMetricsSerializer.serializeRequest(metrics)!;
export const jsonOf = (metrics: ResourceMetrics) => JsonMetricsSerializer.serializeRequest(metrics)!;
