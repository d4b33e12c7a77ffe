// The judge is prom-client itself: the same operations on a registry of the untouched package in one long-lived process,
// and through the SDK, a fresh instance a request, into the real registry. Both expositions have the same samples.
import fc from 'fast-check';
import * as plain from 'prom-client/index.js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Collected } from '../../../sdk/metrics/collect.ts';
import { metrics } from '../../../sdk/metrics/index.ts';
import { MemoryStore } from '../../components/registry/support/memory-store.ts';
import { type Instance, loadRegistry, type Options } from '../../components/registry/support/registry.ts';
import { serveRequest, startBuild } from './support/guest.ts';
import { type Samples, samplesIn } from './support/samples.ts';

type Labels = Record<string, string>;
type Operation =
  | { metric: 'closed' | 'open' | 'bare'; do: 'inc'; labels: Labels; value: number | undefined }
  | { metric: 'level' | 'depth'; do: 'inc' | 'dec' | 'set'; labels: Labels; value: number }
  | { metric: 'spread' | 'fine' | 'size'; do: 'observe'; labels: Labels; values: number[] }
  | { metric: 'traced'; do: 'inc'; labels: Labels; value: number; exemplarLabels: Labels }
  | { metric: 'tracedSizes'; do: 'observe'; labels: Labels; values: number[]; exemplarLabels: Labels };

/** None is -1: prom-client counts there what is above all bounds. */
const buckets = [-2, 0.5, 1, 100];

// biome-ignore lint/suspicious/noExplicitAny: the two sides share no types, and their calls are the same
type Side = Record<string, any>;

function plainSide(registry: plain.Registry): Side {
  const registers = [registry];
  const x = { help: 'Help', registers };
  return {
    closed: new plain.Counter({ ...x, name: 'closed_total', labelNames: ['a', 'b'] }),
    open: new plain.Counter({ ...x, name: 'open_total', labelNames: ['m', 'n', 'o'] }),
    bare: new plain.Counter({ ...x, name: 'bare_total' }),
    level: new plain.Gauge({ ...x, name: 'level', labelNames: ['a', 'b'] }),
    depth: new plain.Gauge({ ...x, name: 'depth' }),
    spread: new plain.Histogram({ ...x, name: 'spread', labelNames: ['a', 'b'], buckets: [...buckets] }),
    fine: new plain.Histogram({ ...x, name: 'fine', labelNames: ['a', 'b'], buckets: [...buckets] }),
    size: new plain.Histogram({ ...x, name: 'size', buckets: [...buckets] }),
  };
}

function tracedSide(registry: plain.Registry<plain.OpenMetricsContentType>): Side {
  const x = { help: 'Help', registers: [registry], enableExemplars: true, labelNames: ['a', 'b'] };
  return {
    traced: new plain.Counter({ ...x, name: 'traced_total' }),
    tracedSizes: new plain.Histogram({ ...x, name: 'traced_sizes', buckets: [...buckets] }),
  };
}

function sdkSide(): Side {
  const help = 'Help';
  const labelNames = ['a', 'b'];
  return {
    closed: metrics.counter('closed_total', { help, labelNames }),
    open: metrics.counter('open_total', { help }),
    bare: metrics.counter('bare_total', { help, labelNames: [] }),
    level: metrics.gauge('level', { help, labelNames }),
    depth: metrics.gauge('depth', { help, labelNames: [] }),
    spread: metrics.histogram('spread', { help, labelNames, buckets }),
    fine: metrics.histogram('fine', { help, labelNames, buckets, native: true }),
    size: metrics.histogram('size', { help, labelNames: [], buckets }),
  };
}

function sdkTracedSide(): Side {
  const x = { help: 'Help', enableExemplars: true, labelNames: ['a', 'b'] };
  return {
    traced: metrics.counter('traced_total', x),
    tracedSizes: metrics.histogram('traced_sizes', { ...x, buckets }),
  };
}

function apply(side: Side, operation: Operation, usesChild: boolean): void {
  const { metric, labels } = operation;
  const values = 'values' in operation ? operation.values : [operation.value];
  for (const value of values) {
    if ('exemplarLabels' in operation) {
      const { exemplarLabels } = operation;
      side[metric][operation.do]({ labels, value, exemplarLabels });
    } else if (usesChild) {
      side[metric].labels(labels)[operation.do](value);
    } else if (Object.keys(labels).length === 0) {
      side[metric][operation.do](value);
    } else {
      side[metric][operation.do](labels, value);
    }
  }
}

// no comma and no colon: prom-client's key of a series is `a:value,b:value`, so that it confuses some of those
const text = fc.oneof(
  fc.constantFrom('x', 'y', '"', '\\', '\n', '\\n', '\u0000', '}', ' # {', 'ü', '🦊'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }).filter((value) => !/[,:]/.test(value)),
);
const closedLabels = fc.record({ a: text, b: text }, { requiredKeys: [] });
const openLabels = fc.dictionary(fc.constantFrom('m', 'n', 'o'), text, { minKeys: 1 });
const noLabels = fc.constant({});

/** Numbers of which all sums are exact, in whatever order they are added. */
const exact = fc.integer({ min: -8000, max: 8000 }).map((eighths) => eighths / 8);
const any = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e200, max: 1e200 });

const operations = (number: fc.Arbitrary<number>): fc.Arbitrary<Operation> => {
  const amount = fc.option(number.map(Math.abs), { nil: undefined });
  const values = fc.array(number, { minLength: 1, maxLength: 12 });
  const moves = fc.constantFrom('inc' as const, 'dec' as const, 'set' as const);
  const inc = fc.constant('inc' as const);
  const observe = fc.constant('observe' as const);
  return fc.oneof(
    fc.record({ metric: fc.constant('closed' as const), do: inc, labels: closedLabels, value: amount }),
    fc.record({ metric: fc.constant('open' as const), do: inc, labels: openLabels, value: amount }),
    fc.record({ metric: fc.constant('bare' as const), do: inc, labels: noLabels, value: amount }),
    fc.record({ metric: fc.constant('level' as const), do: moves, labels: closedLabels, value: number }),
    fc.record({ metric: fc.constant('depth' as const), do: moves, labels: noLabels, value: number }),
    fc.record({
      metric: fc.constantFrom('spread' as const, 'fine' as const),
      do: observe,
      labels: closedLabels,
      values,
    }),
    fc.record({ metric: fc.constant('size' as const), do: observe, labels: noLabels, values }),
  );
};

const exemplarLabels = fc.dictionary(fc.constantFrom('trace_id', 'order'), text, { minKeys: 1 });
const tracedOperations: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    metric: fc.constant('traced' as const),
    do: fc.constant('inc' as const),
    labels: closedLabels,
    value: exact.map((value) => Math.abs(value) + 1), // prom-client makes 1 of the exemplar of a 0
    exemplarLabels,
  }),
  fc.record({
    metric: fc.constant('tracedSizes' as const),
    do: fc.constant('observe' as const),
    labels: closedLabels,
    values: fc.array(exact, { minLength: 1, maxLength: 12 }),
    exemplarLabels,
  }),
);

let over: (options: Options) => Instance;
beforeAll(async () => {
  over = await loadRegistry();
});

/** Runs every request on both sides. */
async function bothSides(
  requests: Operation[][],
  usesChild: boolean,
  defaults: Labels,
  isTraced = false,
): Promise<{ expected: Samples; found: Samples }> {
  startBuild();
  const store = new MemoryStore();
  const registry = new plain.Registry();
  const traced = new plain.Registry<plain.OpenMetricsContentType>();
  traced.setContentType(plain.openMetricsContentType as plain.OpenMetricsContentType);
  const judge = isTraced ? tracedSide(traced) : plainSide(registry);
  const ours = isTraced ? sdkTracedSide() : sdkSide();
  for (const each of [registry, traced]) each.setDefaultLabels(defaults);
  metrics.setDefaultLabels(defaults);
  for (const request of requests) {
    for (const operation of request) apply(judge, operation, usesChild);
    const push: Collected = await serveRequest(() => {
      for (const operation of request) apply(ours, operation, usesChild);
    });
    over({ store }).push(push.families, push.samples, { exemplars: push.exemplars });
  }
  const text = over({ store }).text({ format: isTraced ? 'openmetrics' : 'text' });
  const own = /^(sidecars_|target_info)/;
  const found = samplesIn(
    text
      .split('\n')
      .filter((line) => !own.test(line))
      .join('\n'),
  );
  return { expected: samplesIn(await (isTraced ? traced : registry).metrics()), found };
}

const defaults = fc.constantFrom<Labels[]>({}, { app: 'shop "1"' }, { app: 'x', b: 'default' });
const settings = { seed: 20261124, endOnFailure: false };

describe('the same operations on prom-client and through the SDK', () => {
  it('give the same samples, number for number, over any number of requests', async () => {
    const requests = fc.array(fc.array(operations(exact), { maxLength: 12 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(requests, fc.boolean(), defaults, async (...run) => {
        const { expected, found } = await bothSides(...run);
        expect(found.values).toEqual(expected.values);
      }),
      { ...settings, numRuns: 200 },
    );
  });

  it('give the same samples of one request, to the last digit of any number', async () => {
    const request = fc.array(operations(any), { maxLength: 30 }).map((operations) => [operations]);
    await fc.assert(
      fc.asyncProperty(request, fc.boolean(), defaults, async (...run) => {
        const { expected, found } = await bothSides(...run);
        expect(found.values).toEqual(expected.values);
      }),
      { ...settings, numRuns: 200 },
    );
  });

  it('give the same exemplars in OpenMetrics', async () => {
    let count = 0;
    const requests = fc.array(fc.array(tracedOperations, { maxLength: 12 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(requests, defaults, async (requests, labels) => {
        const { expected, found } = await bothSides(requests, false, labels, true);
        expect(found.values).toEqual(expected.values);
        expect(found.exemplars).toEqual(expected.exemplars);
        count += found.exemplars.size;
      }),
      { ...settings, numRuns: 200 },
    );
    expect(count).toBeGreaterThan(1000);
  });
});
