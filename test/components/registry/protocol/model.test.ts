// The registry's storage protocol in every order that its processes may take turns in: components/registry/push.ts,
// fold.ts and expose.ts on a store whose operations on single keys are atomic.
// `MODEL=large npx vitest run --project unit test/components/registry/protocol` visits more, for minutes.
import { describe, expect, it } from 'vitest';
import type { Config, Mistake } from './config.ts';
import { explore, type Model } from './explore.ts';
import { protocol } from './model.ts';
import type { At, State } from './state.ts';

/** A slow pusher and a fast one, two folders, a scraper; each begins once. */
const SMALL: Config = { folders: 2, rounds: 1, scrapers: 1, scrapes: 1, keys: 2, slow: 1, limit: 4 };
const TWICE: Config = { ...SMALL, rounds: 2, scrapes: 2 };

const right: [title: string, config: Config, states: number][] = [
  ['two folders of two rounds, a scraper of two scrapes', TWICE, 1_000_000],
  ['commits of one key', { ...SMALL, scrapes: 2, limit: 1 }, 100_000],
  ['two scrapers at once', { ...SMALL, folders: 1, scrapers: 2, scrapes: 2 }, 50_000],
];
const larger: typeof right = [
  ['commits of one key, everything twice', { ...TWICE, limit: 1 }, 1_000_000],
  ['three pushed keys', { ...SMALL, keys: 3 }, 300_000],
  ['three pushed keys, everything twice', { ...TWICE, keys: 3 }, 5_000_000],
];

/** What the store's users can tell: everything but bodies that nothing names. */
function storesOf(model: Model<State>): string[] {
  const stores = new Set<string>();
  explore({
    ...model,
    violation(state) {
      const { log, pushed, shown } = state;
      const { counted } = state.bodies[Math.max(state.root, 0)]!;
      stores.add(`log ${log}, pushed ${pushed}, root ${Math.sign(state.root)}, counted ${counted}, shown ${shown}`);
      return model.violation(state);
    },
  });
  return [...stores].sort();
}

describe('the storage protocol', () => {
  it.each(process.env.MODEL === 'large' ? larger : right)(
    'keeps every promise in every order: %s',
    (_, config, states) => {
      const result = explore(protocol(config));
      expect(result.violation, result.trace.join('\n')).toBeUndefined();
      expect(result.states).toBeGreaterThan(states);
    },
    1_800_000,
  );

  it('gets to every step', () => {
    const model = protocol(SMALL);
    const seen = new Set<At>();
    explore({
      ...model,
      violation(state) {
        for (const { at } of state.processes) seen.add(at);
        return undefined;
      },
    });
    const all: Record<At, true> = {
      idle: true,
      again: true,
      take: true,
      create: true,
      list: true,
      body: true,
      gone: true,
      values: true,
      write: true,
      swap: true,
      undo: true,
      confirm: true,
      sweep: true,
    };
    expect([...seen].sort()).toEqual(Object.keys(all).sort());
  });

  it('gets to the same stores without short cuts', () => {
    const config: Config = { ...SMALL, keys: 2, folders: 1, scrapes: 2 };
    const plain = protocol({ ...config, isPlain: true });
    const all = storesOf({ ...plain, encode: (state) => Buffer.from(JSON.stringify(state)) });
    expect(storesOf(protocol(config))).toEqual(all);
  });
});

/** What each one breaks first, in how many steps. */
const mistakes: [mistake: Mistake, violation: string, steps: number, config?: Config][] = [
  ['folded claims keys that were not merged', 'neither counted nor in the log: key 0', 10],
  ['folded forgets merged keys', 'counted twice: 00', 14],
  ['folded forgets keys counted earlier', 'rendered twice: 010', 21],
  ['the root is set, not swapped', 'the root names body 1, which is gone', 14],
  ['the root is made by a set', 'neither counted nor in the log: key 0', 11],
  ['a scrape does not read the root again', 'rendered without key 0, pushed before the scrape began: ', 12],
  ['a scrape renders what it has not committed', 'rendered 01 after 1', 13, { ...SMALL, scrapes: 2 }],
  ['keys are deleted before the swap', 'neither counted nor in the log: key 0', 7],
  ['the list is made before the root is taken', 'rendered twice: 010', 21, { ...SMALL, limit: 1 }],
  ['bodies are deleted without a commit', 'the root names body 2, which is gone', 21],
];

describe('the model finds a planted mistake:', () => {
  it.each(mistakes)('%s', (mistake, violation, steps, config = SMALL) => {
    const found = explore(protocol({ ...config, mistake }));
    expect(found.violation, found.trace.join('\n')).toBe(violation);
    expect(found.trace, found.trace.join('\n')).toHaveLength(steps);
  });

  it('no harm in a list made before the root is taken, as long as a commit takes all there is', () => {
    const mistake = 'the list is made before the root is taken';
    expect(explore(protocol({ ...SMALL, mistake })).violation).toBeUndefined();
  });
});
