import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { describe, expect, it } from 'vitest';
import { samplerNames, samplerOf } from '../../../sdk/trace/samplers.ts';
import { parseTraceparent } from '../../../sdk/trace/traceparent.ts';

const low = `${'0'.repeat(31)}1`;
/** The sampler takes its four parts together by exclusive or. */
const high = `${'f'.repeat(8)}${'0'.repeat(24)}`;
const parent = (flags: string) =>
  trace.setSpanContext(ROOT_CONTEXT, parseTraceparent(`00-${low}-${'1'.repeat(16)}-${flags}`)!);

/** Whether it records: no parent and a low id, no parent and a high one, a sampled parent, one that is not. */
const decisions = (name: string) => {
  const sampler = samplerOf(name, 0.5)!;
  const records = (context = ROOT_CONTEXT, traceId = low) =>
    sampler.shouldSample(context, traceId, 'x', 0, {}, []).decision === SamplingDecision.RECORD_AND_SAMPLED;
  return [records(), records(ROOT_CONTEXT, high), records(parent('01')), records(parent('00'))];
};

describe('samplers', () => {
  it.each([
    ['always_on', [true, true, true, true]],
    ['always_off', [false, false, false, false]],
    ['traceidratio', [true, false, true, true]],
    ['parentbased_always_on', [true, true, true, false]],
    ['parentbased_always_off', [false, false, true, false]],
    ['parentbased_traceidratio', [true, false, true, false]],
  ])('%s', (name, expected) => {
    expect(decisions(name)).toEqual(expected);
  });

  it('have six names, and no other', () => {
    expect(samplerNames).toHaveLength(6);
    expect(samplerOf('jaeger_remote', 1)).toBeUndefined();
    expect(samplerOf('constructor', 1)).toBeUndefined();
  });
});
