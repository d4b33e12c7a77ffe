// The model checker itself, on a puzzle whose answers are known.
import { describe, expect, it } from 'vitest';
import { explore, type Model } from './explore.ts';
import { Visited } from './visited.ts';

/** Two jugs of 3 and 5 litres: fill, empty, pour. */
function jugs(wanted: number): Model<readonly [number, number]> {
  return {
    initial: [0, 0],
    successors([small, big], tell) {
      const steps = {
        'fill small': [3, big],
        'fill big': [small, 5],
        'empty small': [0, big],
        'empty big': [small, 0],
        'pour small': [Math.max(small + big - 5, 0), Math.min(small + big, 5)],
        'pour big': [Math.min(small + big, 3), Math.max(small + big - 3, 0)],
      } as const;
      for (const label of Object.keys(steps)) tell?.(label);
      return Object.values(steps);
    },
    violation: ([small, big]) => (small === wanted || big === wanted ? `${wanted} litres` : undefined),
    encode: ([small, big]) => Uint8Array.of(small, big),
  };
}

describe('explore', () => {
  it('visits every state that can be reached, once', () => {
    expect(explore(jugs(6))).toEqual({ states: 16, depth: 7, violation: undefined, trace: [] });
  });

  it('finds one of the shortest ways to a violation', () => {
    const { violation, trace } = explore(jugs(4));
    expect(violation).toBe('4 litres');
    expect(trace).toEqual(['fill big', 'pour big', 'empty small', 'pour big', 'fill big', 'pour big']);
  });

  it('sees a violation in the initial state', () => {
    expect(explore(jugs(0))).toEqual({ states: 1, depth: 0, violation: '0 litres', trace: [] });
  });

  it('does not end quietly when it cannot visit everything', () => {
    expect(() => explore(jugs(6), 10)).toThrow('more than 10 states');
  });
});

describe('Visited', () => {
  it('tells states apart by every byte and by their length', () => {
    const visited = new Visited();
    const states = Array.from({ length: 50_000 }, (_, i) => Uint8Array.of(i & 255, i >> 8));
    states.push(Uint8Array.of(), Uint8Array.of(0), Uint8Array.of(0, 0, 0));
    expect(states.map((state) => visited.add(state))).toEqual(states.map((_, i) => i));
    expect(states.map((state) => visited.add(state))).toEqual(states.map((_, i) => i));
    expect(visited.size).toBe(50_003);
  });
});
