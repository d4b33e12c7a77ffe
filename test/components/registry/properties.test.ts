// Random pushes, folds, crashes and scrapes, compared with a plain model after every scrape, number for number.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExposition } from '../../support/exposition.ts';
import { add, family, merge, observe, pairs, set, values } from './support/batches.ts';
import { describeEngines } from './support/engines.ts';
import { hostileText } from './support/hostile.ts';
import { PlainModel, seriesName, textOf } from './support/plain-model.ts';
import { countedBySchema, type Metric, type MetricFamily, nativeBuckets, readFamilies } from './support/protobuf.ts';
import { type Batch, everything, type Sample } from './support/registry.ts';
import type { Step, TestStore } from './support/test-store.ts';

const families = [
  family('counter', 'counted_total', ['a', 'b']),
  family('counter', 'open_total'),
  family('gauge', 'level', ['x']),
  family('histogram', 'spread', ['y']),
  family('histogram', 'native', ['z'], { native: true, buckets: Float64Array.of(1) }),
];

const amount = fc.oneof(fc.nat(100), fc.double({ min: 0, max: 1e9, noNaN: true }), fc.constant(1e-300));
/** So far apart that a native histogram of some 200 must become coarser. */
const wideNumber = fc
  .tuple(
    fc.constantFrom(-1, 1),
    fc.double({ min: 1, max: 2, maxExcluded: true, noNaN: true }),
    fc.integer({ min: -140, max: 200 }),
  )
  .map(([sign, fraction, exponent]) => sign * fraction * 2 ** exponent);
const anyNumber = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 });
const label = fc.oneof(fc.constantFrom('', 'x', 'y'), hostileText);

const sample: fc.Arbitrary<Sample> = fc.oneof(
  fc.record({
    family: fc.constant(0),
    labels: fc.tuple(label, label).map(([a, b]) => values(a, b)),
    change: amount.map(add),
  }),
  fc.record({
    family: fc.constant(1),
    labels: fc.dictionary(fc.constantFrom('m', 'n', 'o'), label).map(pairs),
    change: amount.map(add),
  }),
  fc.record({
    family: fc.constant(2),
    labels: label.map((x) => values(x)),
    change: fc.oneof(anyNumber.map(add), anyNumber.map(set)),
  }),
  fc.record({
    family: fc.constant(3),
    labels: label.map((y) => values(y)),
    change: fc.oneof(
      fc.array(anyNumber, { maxLength: 4 }).map((list) => observe(...list)),
      fc
        .tuple(fc.array(fc.nat(5), { minLength: 4, maxLength: 4 }), anyNumber)
        .map(([counts, sum]) => merge(counts, sum)),
    ),
  }),
  fc.record({
    family: fc.constant(4),
    labels: label.map((z) => values(z)),
    change: fc
      .oneof(fc.array(wideNumber), fc.array(wideNumber, { minLength: 100, maxLength: 120 }))
      .map((list) => observe(...list)),
  }),
);

interface Pushed {
  samples: Sample[];
  exemplars: Batch['exemplars'];
}

const batch: fc.Arbitrary<Pushed> = fc
  .record({
    samples: fc.array(sample, { maxLength: 5 }),
    wanted: fc.array(fc.record({ sample: fc.nat(4), value: anyNumber, trace: fc.nat() }), { maxLength: 3 }),
  })
  .map(({ samples, wanted }) => ({
    samples,
    exemplars: wanted
      .filter(({ sample: at }) => samples[at] && families[samples[at].family]!.kind !== 'gauge')
      .map(({ sample: at, value, trace }) => ({ sample: at, value, labels: [['trace_id', String(trace)]] })),
  }));

type Action =
  | { kind: 'push'; pushed: Pushed }
  | { kind: 'push that dies'; pushed: Pushed; isStored: boolean }
  | { kind: 'fold' | 'scrape' }
  | { kind: 'fold that dies' | 'scrape that dies'; step: number }
  | { kind: 'push during a fold' | 'push during a scrape'; step: number; pushed: Pushed };

const step = fc.nat(12);
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('push' as const), pushed: batch }) },
  fc.record({ kind: fc.constant('push that dies' as const), pushed: batch, isStored: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('fold' as const, 'scrape' as const) }),
  fc.record({ kind: fc.constantFrom('fold that dies' as const, 'scrape that dies' as const), step }),
  fc.record({
    kind: fc.constantFrom('push during a fold' as const, 'push during a scrape' as const),
    step,
    pushed: batch,
  }),
);

class Crash extends Error {}

/** Runs `body` and, before its step number `step`, `other`; whether it did. */
function during(store: TestStore, step: number, other: (step: Step) => void, body: () => void): boolean {
  let at = 0;
  let hasRun = false;
  store.hook = (which) => {
    if (at++ !== step) return;
    store.hook = undefined;
    hasRun = true;
    other(which);
  };
  try {
    body();
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  } finally {
    store.hook = undefined;
    store.afterHook = undefined;
  }
  return hasRun;
}

const die = () => {
  throw new Crash();
};

const seriesOf = (of: string, { labels }: Metric) => seriesName(of, textOf(Object.entries(labels)));

function compareExemplars(protobuf: MetricFamily[], model: PlainModel): void {
  const shown = protobuf.flatMap(({ name, metrics }) =>
    metrics.flatMap((metric) =>
      [metric, ...(metric.histogram?.buckets ?? [])].flatMap(({ exemplar }, at): [string, string][] =>
        exemplar ? [[`${seriesOf(name, metric)} ${Math.max(0, at - 1)}`, exemplar.labels.trace_id!]] : [],
      ),
    ),
  );
  expect(new Map(shown)).toEqual(model.exemplars);
}

function compareNative(protobuf: MetricFamily[], model: PlainModel): void {
  const shown = protobuf.find(({ name }) => name === 'native')?.metrics ?? [];
  expect(new Set(shown.map((metric) => seriesOf('native', metric)))).toEqual(new Set(model.observations.keys()));
  for (const metric of shown) {
    const histogram = metric.histogram!;
    const values = model.observations.get(seriesOf('native', metric))!;
    const isZero = (value: number) => Math.abs(value) <= 2 ** -128;
    const positive = nativeBuckets(histogram.positiveSpans, histogram.positiveDeltas);
    const negative = nativeBuckets(histogram.negativeSpans, histogram.negativeDeltas);
    expect(histogram.zeroCount).toBe(values.filter(isZero).length);
    expect(positive).toEqual(
      countedBySchema(
        values.filter((value) => value > 0 && !isZero(value)),
        histogram.schema!,
      ),
    );
    expect(negative).toEqual(
      countedBySchema(
        values.filter((value) => value < 0 && !isZero(value)),
        histogram.schema!,
      ),
    );
    expect(positive.size + negative.size).toBeLessThanOrEqual(160);
  }
}

describeEngines(({ name, newStore, over }) => {
  describe('any history', () => {
    it('shows in every scrape exactly what a plain model holds', () => {
      const run = (actions: Action[]) => {
        const store = newStore();
        const model = new PlainModel();
        const push = ({ samples, exemplars }: Pushed) => {
          over(store).push(families, samples, { exemplars });
          model.apply(families, samples, exemplars);
        };
        const shown = (text: string) =>
          new Map([...parseExposition(text)].filter(([key]) => !key.startsWith('sidecars_')));
        const compare = () => {
          expect(shown(over(store).text())).toEqual(model.series());
          const protobuf = readFamilies(over(store).expose({ ...everything, format: 'protobuf' }).content);
          compareExemplars(protobuf, model);
          compareNative(protobuf, model);
        };
        for (const action of actions) {
          switch (action.kind) {
            case 'push':
              push(action.pushed);
              break;
            case 'push that dies':
              if (action.isStored) {
                store.afterHook = die;
                model.apply(families, action.pushed.samples, action.pushed.exemplars);
              }
              during(store, action.isStored ? -1 : 0, die, () => {
                const { samples, exemplars } = action.pushed;
                over(store).push(families, samples, { exemplars });
              });
              break;
            case 'fold':
              over(store).fold();
              break;
            case 'scrape':
              compare();
              break;
            case 'fold that dies':
              during(store, action.step, die, () => over(store).fold());
              break;
            case 'scrape that dies':
              during(store, action.step, die, () => over(store).text());
              break;
            case 'push during a fold':
              during(
                store,
                action.step,
                () => push(action.pushed),
                () => over(store).fold(),
              );
              break;
            case 'push during a scrape':
              during(
                store,
                action.step,
                () => push(action.pushed),
                () => over(store).text(),
              );
              break;
          }
        }
        compare();
        over(store).fold();
        compare();
      };
      const numRuns = name === 'memory' ? 150 : 25;
      fc.assert(fc.property(fc.array(action, { maxLength: 25 }), run), {
        numRuns,
        seed: 4711,
        endOnFailure: false,
        // a failure is made smaller for no longer than this
        interruptAfterTimeLimit: 25_000,
        markInterruptAsFailure: true,
      });
    });
  });
});
