// Random pushes, folds, crashes and scrapes, compared with a plain model after every scrape, number for number.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExposition } from '../../support/exposition.ts';
import { add, family, merge, observe, pairs, set, values } from './support/batches.ts';
import { describeEngines } from './support/engines.ts';
import { PlainModel } from './support/plain-model.ts';
import type { Sample } from './support/registry.ts';
import type { Step, TestStore } from './support/test-store.ts';

const families = [
  family('counter', 'counted_total', ['a', 'b']),
  family('counter', 'open_total'),
  family('gauge', 'level', ['x']),
  family('histogram', 'spread', ['y']),
];

const amount = fc.oneof(fc.nat(100), fc.double({ min: 0, max: 1e9, noNaN: true }), fc.constant(1e-300));
const anyNumber = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 });
const label = fc.oneof(
  fc.constantFrom('', 'x', 'y', '"', '\\', '\n', '",a="', 'ü', '🦊'),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);

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
);
const batch = fc.array(sample, { maxLength: 5 });

type Action =
  | { kind: 'push'; samples: Sample[] }
  | { kind: 'push that dies'; samples: Sample[]; isStored: boolean }
  | { kind: 'fold' | 'scrape' }
  | { kind: 'fold that dies' | 'scrape that dies'; step: number }
  | { kind: 'push during a fold' | 'push during a scrape'; step: number; samples: Sample[] };

const step = fc.nat(12);
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('push' as const), samples: batch }) },
  fc.record({ kind: fc.constant('push that dies' as const), samples: batch, isStored: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('fold' as const, 'scrape' as const) }),
  fc.record({ kind: fc.constantFrom('fold that dies' as const, 'scrape that dies' as const), step }),
  fc.record({
    kind: fc.constantFrom('push during a fold' as const, 'push during a scrape' as const),
    step,
    samples: batch,
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

describeEngines(({ name, newStore, over }) => {
  describe('any history', () => {
    it('shows in every scrape exactly what a plain model holds', () => {
      const run = (actions: Action[]) => {
        const store = newStore();
        const model = new PlainModel();
        const push = (samples: Sample[]) => {
          over(store).push(families, samples);
          model.apply(families, samples);
        };
        const shown = (text: string) =>
          new Map([...parseExposition(text)].filter(([key]) => !key.startsWith('sidecars_')));
        const compare = () => expect(shown(over(store).text())).toEqual(model.series());
        for (const action of actions) {
          switch (action.kind) {
            case 'push':
              push(action.samples);
              break;
            case 'push that dies':
              if (action.isStored) {
                store.afterHook = die;
                model.apply(families, action.samples);
              }
              during(store, action.isStored ? -1 : 0, die, () => over(store).push(families, action.samples));
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
                () => push(action.samples),
                () => over(store).fold(),
              );
              break;
            case 'push during a scrape':
              during(
                store,
                action.step,
                () => push(action.samples),
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
      fc.assert(fc.property(fc.array(action, { maxLength: 25 }), run), { numRuns, seed: 4711, endOnFailure: false });
    });
  });
});
