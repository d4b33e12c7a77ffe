// Guest. What Spin exports under its own names, and what becomes of it. Its bucket bounds are OpenTelemetry's default ones,
// made for milliseconds, while it measures seconds and bytes: they are left out.
import type { Family } from 'sidecars:metrics/registry@0.1.0';
import { familyOf } from '../../catalogue/forms.ts';
import { executionDuration, hostRequests, memoryUsage } from '../../catalogue/host.ts';
import type { HistogramPoint, Metric, ResourceMetrics } from '../../otlp/metrics.ts';
import { attribute, type Labels } from './labels.ts';

const prefix = 'spin.';

/** Whether the host sent this: it alone has such metrics. */
export function isFromHost({ scopeMetrics }: ResourceMetrics): boolean {
  return scopeMetrics.some(({ metrics }) => metrics.some(({ name }) => name.startsWith(prefix)));
}

const duration = familyOf(executionDuration);
const memory = familyOf(memoryUsage);
const requests = familyOf(hostRequests);

/** A metric of the host that has a name of ours. */
export interface Mapped {
  family: Family;
  /** One for each label of the family. */
  labels(point: HistogramPoint): string[];
}

const component = ({ attributes }: HistogramPoint) => [attribute(attributes, 'component_id')];

const mapped: Record<string, Mapped> = {
  'spin.component_cpu_time': { family: duration, labels: component },
  'spin.component_memory_used': { family: memory, labels: component },
  'spin.request_count': {
    family: requests,
    labels: (point) => [...component(point), attribute(point.attributes, 'trigger_type')],
  },
};

export function mappedMetric({ name }: Metric): Mapped | undefined {
  return Object.hasOwn(mapped, name) ? mapped[name] : undefined;
}

/** Spin gives a unit as an attribute of each point. */
export function unitOf(metric: Metric): string {
  return metric.unit || attribute(metric.histogram?.dataPoints[0]?.attributes ?? [], 'unit');
}

/** Spin's id of a component is our label `component`. */
export function hostLabels(labels: Labels): Labels {
  return labels
    .filter(([name]) => name !== 'unit')
    .map(([name, value]) => [name === 'component_id' ? 'component' : name, value]);
}
