// Guest. What host-telemetry records of each request that it gets.
import type { Batch, Sample } from 'sidecars:metrics/registry@0.1.0';
import { familyOf } from '../../catalogue/forms.ts';
import { hostExports, otlpPoints, otlpRequests } from '../../catalogue/host.ts';

const [{ values: outcomes }] = otlpRequests.labels;

export interface ReceiveFacts {
  outcome: (typeof outcomes)[number];
  /** Data points. */
  accepted: number;
  rejected: number;
  /** Whether the host sent it. */
  isFromHost: boolean;
}

const families = [otlpRequests, otlpPoints, hostExports].map(familyOf);

/** Every outcome, so that each begins at 0. */
export function ownBatch({ outcome, accepted, rejected, isFromHost }: ReceiveFacts): Batch {
  const samples: Sample[] = outcomes.map((name) => add(0, [name], name === outcome ? 1 : 0));
  samples.push(add(1, ['accepted'], accepted), add(1, ['rejected'], rejected), add(2, [], isFromHost ? 1 : 0));
  return { requests: [], families, samples, exemplars: [] };
}

const add = (family: number, val: string[], amount: number): Sample => ({
  family,
  labels: { tag: 'values', val },
  change: { tag: 'add', val: amount },
});
