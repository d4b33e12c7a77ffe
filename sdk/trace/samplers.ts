// Guest. OpenTelemetry's six samplers by the names that OTEL_TRACES_SAMPLER has for them.
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';

const samplers: Record<string, (ratio: number) => Sampler> = {
  always_on: () => new AlwaysOnSampler(),
  always_off: () => new AlwaysOffSampler(),
  traceidratio: (ratio) => new TraceIdRatioBasedSampler(ratio),
};

export const samplerNames = Object.keys(samplers).flatMap((name) => [name, `parentbased_${name}`]);

/** Undefined: there is no sampler of this name. */
export function samplerOf(name: string, ratio: number): Sampler | undefined {
  const [, parentBased, rootName] = /^(parentbased_)?(.*)$/.exec(name)!;
  const make = Object.hasOwn(samplers, rootName!) ? samplers[rootName!] : undefined;
  if (!make) return undefined;
  return parentBased ? new ParentBasedSampler({ root: make(ratio) }) : make(ratio);
}
