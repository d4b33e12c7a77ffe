// Scrapes beside pushes and folds: what was pushed before the scrape began is in it, exactly, and no number falls.
import { beforeAll, describe, expect, it } from 'vitest';
import { errorOf, hit, hitsIn } from './support/batches.ts';
import { FakeStore } from './support/fake-store.ts';
import { type Instance, loadRegistry, type Options } from './support/registry.ts';

let load: (options: Options) => Instance;
beforeAll(async () => {
  load = await loadRegistry();
});

const over = (store: FakeStore) => load({ stores: { default: store } });

/** Scrapes while `other` runs before the steps that `matches`; that code's own steps call no hook. */
function scrapeWith(store: FakeStore, matches: (operation: string, key: string) => boolean, other: () => void): string {
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
    const store = new FakeStore();
    const pusher = over(store);
    for (let i = 0; i < 9000; i++) hit(pusher);
    expect(hitsIn(over(store).text())).toBe(9000);
    expect(store.keysOf('log')).toEqual([]);
  });

  it('does not run after pushes that come while it folds', () => {
    const store = new FakeStore();
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
      const store = new FakeStore();
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

  it('renders without committing when it keeps losing', () => {
    const store = new FakeStore();
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
    expect(rivals).toBe(4);
    expect(hitsIn(text)).toBe(1 + 2 * rivals);
    expect(store.keysOf('log')).toHaveLength(1);
    expect(store.keysOf('body')).toHaveLength(1);
  });

  it('looks again when the root moves while it reads without committing', () => {
    const store = new FakeStore();
    hit(over(store));
    let rivals = 0;
    const text = scrapeWith(
      store,
      (operation) => (operation === 'swap' || operation === 'get-many') && rivals < 9,
      () => {
        rivals++;
        over(store).fold();
        hit(over(store));
      },
    );
    expect(rivals).toBe(9);
    expect(hitsIn(text)).toBe(10);
  });

  it('gives up with an error when the snapshot never stands still', () => {
    const store = new FakeStore();
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

  it('yields to the host after its last call of the store', () => {
    const registry = over(new FakeStore());
    registry.text();
    expect(registry.pollCalls).toEqual(['subscribe 0', 'ready', 'subscribe 0', 'block']);
  });
});
