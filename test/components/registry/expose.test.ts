// Scrapes beside pushes and folds: what was pushed before the scrape began is in it, exactly, and no number falls.
import { describe, expect, it } from 'vitest';
import { errorOf, hit, hitsIn } from './support/batches.ts';
import { describeEngines } from './support/engines.ts';
import { everything } from './support/registry.ts';
import type { TestStore } from './support/test-store.ts';

describeEngines(({ newStore, over }) => {
  /** Scrapes while `other` runs before the steps that `matches`; that code's own steps call no hook. */
  function scrapeWith(
    store: TestStore,
    matches: (operation: string, key: string) => boolean,
    other: () => void,
  ): string {
    store.hook = ({ operation, key }) => {
      if (!matches(operation, key)) return;
      const hook = store.hook;
      store.hook = undefined;
      other();
      store.hook = hook;
    };
    try {
      return over(store).text();
    } finally {
      store.hook = undefined;
    }
  }

  describe('expose', () => {
    it('folds as often as it takes to count what was there when it began', () => {
      const store = newStore();
      const pusher = over(store);
      for (let i = 0; i < 9000; i++) hit(pusher);
      expect(hitsIn(over(store).text())).toBe(9000);
      // what the last round merged is left to the next fold
      expect(store.keysOf('log')).toHaveLength(9000 - 2 * 4096);
      expect(over(store).fold()).toEqual({ merged: 0, remaining: 0 });
      expect(store.keysOf('log')).toEqual([]);
    });

    it('does not run after pushes that come while it folds', () => {
      const store = newStore();
      const pusher = over(store);
      for (let i = 0; i < 5000; i++) hit(pusher);
      let swaps = 0;
      const text = scrapeWith(
        store,
        (operation) => operation === 'swap',
        () => {
          swaps++;
          for (let i = 0; i < 5000; i++) hit(pusher);
        },
      );
      expect(hitsIn(text)).toBeGreaterThanOrEqual(5000);
      expect(swaps).toBe(2);
    });

    it('is exact when a fold wins at any of its steps', () => {
      for (let moment = 0; moment < 14; moment++) {
        const store = newStore();
        hit(over(store), 2);
        over(store).fold();
        hit(over(store), 3);
        let at = 0;
        let isLater = false;
        const text = scrapeWith(
          store,
          () => at++ === moment,
          () => {
            isLater = true;
            hit(over(store), 10);
            over(store).fold();
          },
        );
        expect([5, isLater ? 15 : 5], `step ${moment}`).toContain(hitsIn(text));
        expect(hitsIn(over(store).text())).toBe(isLater ? 15 : 5);
      }
    });

    it('is exact at every step of a fold, and so is the fold', () => {
      for (let moment = 0; moment < 14; moment++) {
        const store = newStore();
        hit(over(store), 2);
        over(store).fold();
        hit(over(store), 3);
        let at = 0;
        const shown: (number | undefined)[] = [];
        store.hook = () => {
          if (at++ !== moment) return;
          store.hook = undefined;
          shown.push(hitsIn(over(store).text()));
          hit(over(store), 10);
          shown.push(hitsIn(over(store).text()));
        };
        over(store).fold();
        store.hook = undefined;
        expect(shown, `step ${moment}`).toEqual(at > moment ? [5, 15] : []);
        expect(hitsIn(over(store).text()), `after step ${moment}`).toBe(at > moment ? 15 : 5);
      }
    });

    it('is done when those who won have counted what was there when it began', () => {
      const store = newStore();
      hit(over(store));
      let rivals = 0;
      const text = scrapeWith(
        store,
        (operation) => operation === 'swap',
        () => {
          rivals++;
          hit(over(store));
          over(store).fold();
          hit(over(store));
        },
      );
      expect(rivals).toBe(1);
      expect(hitsIn(text)).toBe(2);
      expect(store.keysOf('log')).toHaveLength(1);
    });

    it('starts again when the root moves while it reads', () => {
      const store = newStore();
      hit(over(store));
      let rivals = 0;
      const text = scrapeWith(
        store,
        (operation) => (operation === 'swap' || operation === 'get') && rivals < 9,
        () => {
          rivals++;
          over(store).fold();
          hit(over(store));
        },
      );
      expect(rivals).toBe(9);
      expect(hitsIn(text)).toBeGreaterThanOrEqual(9);
    });

    it('gives up with an error when the snapshot never stands still', () => {
      const store = newStore();
      hit(over(store));
      const error = errorOf(() =>
        scrapeWith(
          store,
          (operation) => operation === 'list-keys',
          () => {
            hit(over(store));
            over(store).fold();
          },
        ),
      );
      expect(error).toMatch(/^store: the snapshot changed 24 times while it was being read/);
      expect(hitsIn(over(store).text())).toBe(25);
    });

    it('says that a fold is due when it has merged something, which that fold then deletes', () => {
      const store = newStore();
      hit(over(store));
      expect(over(store).expose(everything).foldDue).toBe(true);
      expect(store.keysOf('log')).toHaveLength(1);
      expect(over(store).fold()).toEqual({ merged: 0, remaining: 0 });
      expect(store.keysOf('log')).toEqual([]);
      expect(over(store).expose(everything).foldDue).toBe(false);
    });

    it('shows how many pushes waited, and for how long', () => {
      const store = newStore();
      let nanoseconds = 1_700_000_000_000_000_000n;
      const registry = over(store, { now: () => nanoseconds });
      const waiting = (text: string) =>
        ['log_entries', 'oldest_log_entry_age_seconds'].map((name) =>
          Number(new RegExp(`^sidecars_registry_${name} (.*)$`, 'm').exec(text)?.[1]),
        );
      hit(registry);
      nanoseconds += 2_500_000_000n;
      hit(registry);
      expect(waiting(registry.text())).toEqual([2, 2.5]);
      expect(waiting(registry.text())).toEqual([0, 0]);
      nanoseconds -= 60_000_000_000n;
      hit(over(store, { now: () => nanoseconds + 120_000_000_000n }));
      expect(waiting(registry.text())).toEqual([1, 0]);
    });

    it('counts its folds by outcome, those that were lost too', () => {
      const store = newStore();
      hit(over(store));
      const lossesFirst = 2;
      let rivals = 0;
      scrapeWith(
        store,
        (operation) => operation === 'swap' && rivals < lossesFirst,
        () => {
          rivals++;
          store.hook = undefined;
          over(store).fold();
          // an older key that arrives late: the scrape has to merge it
          hit(over(store, { now: () => 1n }));
        },
      );
      const folds = (text: string, outcome: string) =>
        Number(new RegExp(`^sidecars_registry_folds_total\\{outcome="${outcome}"\\} (.*)$`, 'm').exec(text)?.[1]);
      const text = over(store).text();
      expect(folds(text, 'lost')).toBe(lossesFirst);
      expect(folds(text, 'merged')).toBe(lossesFirst + 1);
      expect(folds(text, 'failed')).toBe(0);
      expect(hitsIn(text)).toBe(3);
    });

    it('yields to the host after its last call of the store', () => {
      const registry = over(newStore());
      registry.text();
      expect(registry.pollCalls).toEqual(['subscribe 0', 'ready', 'subscribe 0', 'block']);
    });
  });
});
