// The storage protocol: several folders, readers and pushers at once, and every one of them may die at any step.
import { describe, expect, it } from 'vitest';
import { add, errorOf, family, hit, hitsIn, observe, pushOne, set, values } from './support/batches.ts';
import { describeEngines } from './support/engines.ts';
import type { Step, TestStore } from './support/test-store.ts';

/** Runs `action` with a hook that is called with the number of each step, from 0. */
function withHook(store: TestStore, hook: (step: Step, at: number) => void, action: () => void): void {
  let at = 0;
  store.hook = (step) => hook(step, at++);
  try {
    action();
  } finally {
    store.hook = undefined;
  }
}

/** Runs `action` while other code runs before its steps; that code's own steps call no hook. */
function interleaved(store: TestStore, other: (step: Step, at: number) => void, action: () => void): void {
  let isInside = false;
  withHook(
    store,
    (step, at) => {
      if (isInside) return;
      isInside = true;
      try {
        other(step, at);
      } finally {
        isInside = false;
      }
    },
    action,
  );
}

class Crash extends Error {}

describeEngines(({ name, newStore, over }) => {
  const hitsOf = (store: TestStore) => hitsIn(over(store).text());

  /** A store with a committed snapshot of 3, and 2 more in the log. */
  function used(): TestStore {
    const store = newStore();
    hit(over(store), 3);
    over(store).fold();
    hit(over(store), 1);
    hit(over(store), 1);
    return store;
  }

  /** What a store holds after a fold that had something to do: the root and one body. */
  function expectTidy(store: TestStore): void {
    over(store).push([], []);
    over(store).fold();
    expect(store.keysOf('log')).toEqual([]);
    expect(store.keysOf('body')).toHaveLength(1);
    expect(store.dataKeys).toHaveLength(2);
  }

  describe('fold', () => {
    it('merges the log into one body and leaves nothing else behind', () => {
      const store = used();
      expect(over(store).fold()).toEqual({ merged: 2, remaining: 0 });
      expectTidy(store);
      expect(store.get('sidecars:3:root')).toHaveLength(8);
      expect(hitsOf(store)).toBe(5);
    });

    it('writes nothing when there is nothing to merge', () => {
      const store = used();
      over(store).fold();
      store.steps.length = 0;
      expect(over(store).fold()).toEqual({ merged: 0, remaining: 0 });
      const reads =
        name === 'Redis'
          ? ['get', 'list-keys', 'get', 'get']
          : ['open', 'cas-new', 'cas-current', 'list-keys', 'get', 'cas-new', 'cas-current'];
      expect(store.steps.map((step) => step.operation)).toEqual(reads);
    });

    it('merges 4,096 entries at once and says how many are left', () => {
      const store = newStore();
      const pusher = over(store);
      for (let i = 0; i < 5000; i++) hit(pusher);
      const folder = over(store);
      expect(folder.fold()).toEqual({ merged: 4096, remaining: 904 });
      expect(store.keysOf('log')).toHaveLength(904);
      expect(folder.fold()).toEqual({ merged: 904, remaining: 0 });
      expect(hitsOf(store)).toBe(5000);
    });

    it('adds in key order, whatever order the store answers in', () => {
      const amounts = Array.from({ length: 300 }, (_, i) => (i % 2 === 0 ? 1e16 / (i + 1) : 0.1 * i));
      const store = newStore();
      const pusher = over(store);
      for (const amount of amounts) hit(pusher, amount);
      expect(hitsOf(store)).toBe(amounts.reduce((sum, amount) => sum + amount, 0));
    });
  });

  describe('a gauge', () => {
    const gauge = family('gauge', 'g', []);
    const at = (store: TestStore, time: bigint) => over(store, { now: () => 1_700_000_000_000_000_000n + time });
    const gaugeIn = (store: TestStore) => Number(/^g (.*)$/m.exec(over(store).text())![1]);

    it('takes set and add in the order of their time, not of their arrival', () => {
      const store = newStore();
      pushOne(at(store, 30n), gauge, values(), add(1));
      pushOne(at(store, 10n), gauge, values(), set(5));
      pushOne(at(store, 20n), gauge, values(), set(100));
      expect(gaugeIn(store)).toBe(101);
    });

    it('ignores a set that is older than the newest one folded, and applies a late add', () => {
      const store = newStore();
      pushOne(at(store, 20n), gauge, values(), set(100));
      over(store).fold();
      pushOne(at(store, 10n), gauge, values(), set(5));
      pushOne(at(store, 11n), gauge, values(), add(1));
      expect(gaugeIn(store)).toBe(101);
      pushOne(at(store, 21n), gauge, values(), set(7));
      expect(gaugeIn(store)).toBe(7);
    });

    it('applies the samples of one push in their order', () => {
      const store = newStore();
      const changes = [set(1), add(2), set(10), add(5)];
      over(store).push(
        [gauge],
        changes.map((change) => ({ family: 0, labels: values(), change })),
      );
      expect(gaugeIn(store)).toBe(15);
    });
  });

  describe('two folders at once', () => {
    it('count everything once, at whatever step the other runs', () => {
      for (let moment = 0; ; moment++) {
        const store = used();
        let ran = false;
        interleaved(
          store,
          (_, at) => {
            if (at !== moment) return;
            ran = true;
            hit(over(store), 10);
            over(store).fold();
          },
          () => over(store).fold(),
        );
        expect(hitsOf(store), `at step ${moment}`).toBe(ran ? 15 : 5);
        expectTidy(store);
        if (!ran) break;
        expect(moment).toBeLessThan(50);
      }
    });

    it('leave the loser with nothing merged and nothing left behind', () => {
      const store = used();
      const reports: unknown[] = [];
      interleaved(
        store,
        (step) => {
          if (step.operation !== 'swap') return;
          over(store).fold();
          hit(over(store));
        },
        () => reports.push(over(store).fold()),
      );
      expect(reports).toEqual([{ merged: 0, remaining: 1 }]);
      expect(store.keysOf('body')).toHaveLength(1);
      expect(hitsOf(store)).toBe(8);
      expectTidy(store);
    });

    it('end well when the second stands still anywhere while the first starts and ends', () => {
      // the inner folder is suspended at `inner`, runs on when the outer one is past `outer`: nested calls cannot
      // interleave, so the inner one dies there instead and a third takes its part
      for (let outer = 0; outer < 16; outer++) {
        for (let inner = 0; inner < 16; inner++) {
          const store = used();
          interleaved(
            store,
            (_, at) => {
              if (at !== outer) return;
              const other = over(store);
              const before = store.hook;
              withHook(
                store,
                (_step, innerAt) => {
                  if (innerAt === inner) throw new Crash();
                },
                () => {
                  try {
                    other.fold();
                  } catch (error) {
                    if (!(error instanceof Crash)) throw error;
                  }
                },
              );
              store.hook = before;
            },
            () => over(store).fold(),
          );
          expect(hitsOf(store), `outer ${outer}, inner ${inner}`).toBe(5);
          hit(over(store));
          expect(hitsOf(store), `outer ${outer}, inner ${inner}, later`).toBe(6);
          expectTidy(store);
        }
      }
    });
  });

  describe('a folder that dies', () => {
    it.each(['before', 'after'] as const)('%s any of its steps loses nothing and counts nothing twice', (when) => {
      for (let moment = 0; ; moment++) {
        const store = used();
        let at = 0;
        let died = false;
        const hook = () => {
          if (at++ !== moment) return;
          died = true;
          throw new Crash();
        };
        if (when === 'before') store.hook = hook;
        else store.afterHook = hook;
        try {
          over(store).fold();
        } catch (error) {
          expect(error).toBeInstanceOf(Crash);
        }
        store.hook = undefined;
        store.afterHook = undefined;
        if (!died) break;
        const copy = store.copy();
        expect(hitsOf(store), `a reader, after step ${moment}`).toBe(5);
        over(copy).fold();
        hit(over(copy));
        expect(hitsOf(copy), `a folder, after step ${moment}`).toBe(6);
        expectTidy(copy);
        expect(moment).toBeLessThan(60);
      }
    });
  });

  describe('a store that fails', () => {
    it.each(['before', 'after'] as const)('%s any step is an error or no matter, and never a wrong number', (when) => {
      for (let moment = 0; ; moment++) {
        const store = used();
        let at = 0;
        let failed: Step | undefined;
        const hook = (step: Step) => {
          if (at++ !== moment) return;
          failed = step;
          throw store.failure(step.operation, 'disk full');
        };
        const folder = over(store);
        if (when === 'before') store.hook = hook;
        else store.afterHook = hook;
        const error = errorOf(() => folder.fold());
        store.hook = undefined;
        store.afterHook = undefined;
        if (!failed) break;
        if (failed.operation === 'delete-many') expect(error).toBe('no error');
        else expect(error).toMatch(/^store: .*disk full/);
        if (failed.operation === 'swap') {
          expect(error).toContain('unknown');
          expect(store.keysOf('body').length).toBe(2);
        }
        expect(hitsIn(folder.text()), `after ${failed.operation} at ${moment}`).toBe(5);
        hit(folder);
        expect(hitsOf(store)).toBe(6);
        expectTidy(store);
      }
    });
  });

  describe('first writers', () => {
    it('fifty of them at once on an empty store: the root is made once, every push counts', () => {
      const store = newStore();
      let depth = 0;
      const start = () => {
        hit(over(store));
        over(store).fold();
      };
      // each one is overtaken by the next between reading an absent root and making it
      const overtaken = name === 'Redis' ? 'swap' : 'increment';
      store.hook = (step) => {
        if (step.operation === overtaken && depth < 49) {
          depth++;
          start();
        }
      };
      start();
      store.hook = undefined;
      expect(depth).toBe(49);
      expect(hitsOf(store)).toBe(50);
      expectTidy(store);
    });

    it('never increment a root that is there', () => {
      const store = used();
      store.steps.length = 0;
      over(store).fold();
      over(store).text();
      expect(store.steps.filter((step) => step.operation === 'increment')).toEqual([]);
    });
  });

  describe('any mixture of pushes, folds, scrapes and deaths', () => {
    it.each(Array.from({ length: name === 'memory' ? 12 : 3 }, (_, seed) => seed + 1))(
      'ends with exact numbers: seed %i',
      (seed) => {
        let state = seed * 7919;
        const random = (below: number) => {
          state = (state * 48271) % 2147483647;
          return state % below;
        };
        const store = newStore();
        const duration = family('histogram', 'd', ['x']);
        let written = 0;
        // a folder that lost writes a log entry too
        let isPushing = false;
        let depth = 0;
        store.afterHook = ({ operation, key }) => {
          if (isPushing && operation === 'set' && key.startsWith('sidecars:3:log:')) written++;
        };
        const act = () => {
          const kind = random(10);
          const wasPushing = isPushing;
          isPushing = kind < 5;
          try {
            run(kind);
          } finally {
            isPushing = wasPushing;
          }
        };
        const run = (kind: number) => {
          const instance = over(store);
          if (kind < 5) {
            instance.push(
              [family('counter', 'hits_total', []), duration],
              [
                { family: 0, labels: values(), change: add(1) },
                { family: 1, labels: values('v'), change: observe(0.5) },
              ],
            );
          } else if (kind < 8) {
            instance.fold();
          } else {
            const before = written;
            const shown = hitsIn(instance.text()) ?? 0;
            expect(shown).toBeGreaterThanOrEqual(before);
            expect(shown).toBeLessThanOrEqual(written);
          }
        };
        store.hook = () => {
          if (depth < 3 && random(8) === 0) {
            depth++;
            try {
              act();
            } catch (error) {
              if (!(error instanceof Crash)) throw error;
            } finally {
              depth--;
            }
          }
          if (random(40) === 0) throw new Crash();
        };
        for (let i = 0; i < 150; i++) {
          try {
            act();
          } catch (error) {
            if (!(error instanceof Crash)) throw error;
          }
        }
        store.hook = undefined;
        const text = over(store).text();
        expect(hitsIn(text)).toBe(written);
        expect(text).toContain(`\nd_count{x="v"} ${written}\n`);
        expectTidy(store);
      },
    );
  });
});
