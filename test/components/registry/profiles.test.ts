// Profiling sessions of the registry: who samples, what a session gets, and that nothing is left.
import type { Profile } from 'sidecars:metrics/profiles@0.1.0';
import { expect, it } from 'vitest';
import { describeEngines } from './support/engines.ts';

const profiled = { ENABLE_PROFILING: 'true' };
const second = 1_000_000_000n;

const profile = (more: Partial<Profile> = {}): Profile => ({
  component: 'tool-é',
  build: 'tool@0123',
  labels: [
    ['route', '/items/:id'],
    ['tool', ''],
  ],
  periodNanoseconds: 10_000_000n,
  beganNanoseconds: 1_700_000_000_123_456_789n,
  stacks: [
    { frames: 'inner@source.js:1:2\nouter@source.js:3:4', samples: 3, nanoseconds: 30_000_000n },
    { frames: '(no safepoint)', samples: 4_000_000_000, nanoseconds: 2n ** 63n },
  ],
  ...more,
});

const invalid = (val: unknown) => expect.objectContaining({ payload: { tag: 'invalid', val } });

function errorOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}

describeEngines((engine) => {
  const environment = profiled;

  it('wants nothing while nobody profiles, and what the environment says while somebody does', () => {
    const store = engine.newStore();
    const ask = (environment: Record<string, string>) => engine.over(store, { environment }).profiles.wanted();
    expect(ask(profiled)).toEqual({ frequencyHertz: 0, sweepDue: false });
    expect(engine.over(store).profiles.keep(7n, 60)).toBe(false);
    expect(ask(profiled)).toEqual({ frequencyHertz: 100, sweepDue: false });
    expect(ask({})).toEqual({ frequencyHertz: 0, sweepDue: false });
    expect(ask({ ENABLE_PROFILING: '1' }).frequencyHertz).toBe(0);
    const frequencies = ['250', '1', '1000', '1001', '0', '-5', 'abc', '', '99999999999'].map(
      (PROFILE_FREQUENCY) => ask({ ...profiled, PROFILE_FREQUENCY }).frequencyHertz,
    );
    expect(frequencies).toEqual([250, 1, 1000, 100, 100, 100, 100, 100, 100]);
  });

  it('gives a session every field of what was submitted, once', () => {
    const store = engine.newStore();
    const { profiles } = engine.over(store, { environment });
    profiles.keep(7n, 60);
    expect(profiles.keep(7n, 60)).toBe(true);
    const submitted = [profile(), profile({ labels: [], stacks: [] }), profile({ build: '' })];
    for (const one of submitted) engine.over(store, { environment }).profiles.submit(one);
    expect(profiles.take(7n)).toEqual(submitted);
    expect(profiles.take(7n)).toEqual([]);
  });

  it('names the component as for metrics when a profile does not', () => {
    const store = engine.newStore();
    const { profiles } = engine.over(store, { environment: { ...profiled, SIDECARS_COMPONENT: 'from-environment' } });
    profiles.keep(7n, 60);
    profiles.submit(profile({ component: '' }));
    expect(profiles.take(7n)[0]!.component).toBe('from-environment');
  });

  it('gives each of several sessions what came while it was open', () => {
    const store = engine.newStore();
    const { profiles } = engine.over(store, { environment });
    const submit = (build: string) => profiles.submit(profile({ build }));
    const builds = (session: bigint) => profiles.take(session).map(({ build }) => build);
    submit('before');
    profiles.keep(1n, 60);
    submit('one');
    profiles.keep(2n, 60);
    submit('both');
    profiles.close(1n);
    submit('two');
    expect(builds(1n)).toEqual([]);
    expect(builds(2n)).toEqual(['both', 'two']);
  });

  it('leaves nothing in the store when the last session is closed', () => {
    const store = engine.newStore();
    const { profiles } = engine.over(store, { environment });
    profiles.keep(1n, 60);
    profiles.keep(2n, 60);
    for (let i = 0; i < 100; i++) profiles.submit(profile());
    profiles.close(1n);
    expect(profiles.wanted().frequencyHertz).toBe(100);
    profiles.close(2n);
    profiles.close(2n);
    expect(profiles.wanted()).toEqual({ frequencyHertz: 0, sweepDue: false });
    expect(store.keys).toEqual([]);
  });

  it('stops sampling when a lease runs out, and sweeps what was left', () => {
    const store = engine.newStore();
    let time = 1_700_000_000n * second;
    const { profiles } = engine.over(store, { environment, now: () => time });
    profiles.keep(1n, 3);
    profiles.submit(profile());
    profiles.keep(2n, 60);
    profiles.submit(profile());
    time += 4n * second;
    expect(profiles.wanted()).toEqual({ frequencyHertz: 100, sweepDue: true });
    profiles.sweep();
    expect(profiles.wanted()).toEqual({ frequencyHertz: 100, sweepDue: false });
    expect(profiles.take(1n)).toEqual([]);
    expect(profiles.take(2n)).toHaveLength(1);
    time += 60n * second;
    expect(profiles.wanted()).toEqual({ frequencyHertz: 0, sweepDue: true });
    profiles.sweep();
    expect(profiles.wanted()).toEqual({ frequencyHertz: 0, sweepDue: false });
  });

  it('takes a great many in bounded steps', () => {
    const store = engine.newStore();
    const { profiles } = engine.over(store, { environment });
    profiles.keep(1n, 60);
    for (let i = 0; i < 150; i++) profiles.submit(profile({ build: String(i) }));
    const taken: string[] = [];
    for (let some = profiles.take(1n); some.length > 0; some = profiles.take(1n)) {
      expect(some.length).toBeLessThanOrEqual(64);
      taken.push(...some.map(({ build }) => build));
    }
    expect(new Set(taken).size).toBe(150);
  });

  it('refuses a ninth session, a session without number, and profiles over the bounds', () => {
    const { profiles } = engine.over(engine.newStore(), { environment });
    for (let id = 1n; id <= 8n; id++) profiles.keep(id, 60);
    expect(errorOf(() => profiles.keep(9n, 60))).toEqual(
      invalid('8 sessions are open already: wait until one has ended'),
    );
    expect(profiles.keep(8n, 60)).toBe(true);
    expect(errorOf(() => profiles.keep(0n, 60))).toEqual(invalid(expect.stringContaining('found 0')));
    const stacks = [{ frames: 'a'.repeat(300_000), samples: 1, nanoseconds: 1n }];
    expect(errorOf(() => profiles.submit(profile({ stacks })))).toEqual(
      invalid(expect.stringContaining('at most 262144')),
    );
    const labels = Array.from({ length: 17 }, (_, index): [string, string] => [`l${index}`, '']);
    expect(errorOf(() => profiles.submit(profile({ labels })))).toEqual(
      invalid(expect.stringContaining('found 17 labels')),
    );
  });

  it('is left alone by folds, and leaves their keys alone', () => {
    const store = engine.newStore();
    const registry = engine.over(store, { environment });
    registry.profiles.keep(1n, 60);
    registry.profiles.submit(profile());
    const before = registry.text();
    registry.fold();
    expect(registry.profiles.take(1n)).toHaveLength(1);
    registry.profiles.close(1n);
    registry.profiles.sweep();
    expect(registry.text()).toContain(before.split('\n')[0]!);
  });

  it('takes damaged values for none, and sweeps them', () => {
    const store = engine.newStore();
    const { profiles } = engine.over(store, { environment });
    profiles.keep(1n, 60);
    profiles.submit(profile());
    const [sessionsKey, profileKey] = ['sidecars:p1:sessions', store.keys.find((key) => key.includes(':profile:'))!];
    const value = store.get(profileKey)!;
    for (let at = 0; at < value.length; at += 5) {
      store.set(
        profileKey,
        value.map((byte, index) => (index === at ? byte ^ 1 : byte)),
      );
      expect(profiles.take(1n)).toEqual([]);
    }
    store.set(sessionsKey, new Uint8Array([1, 2, 3]));
    expect(profiles.wanted()).toEqual({ frequencyHertz: 0, sweepDue: true });
    profiles.sweep();
    expect(store.keys).toEqual([]);
  });

  it('leaves keys that are not its own', () => {
    const store = engine.newStore();
    const { profiles } = engine.over(store, { environment });
    store.set('sidecars:p1:profilf:x', new Uint8Array([1]));
    store.crowd(3);
    const { keys } = store;
    profiles.keep(1n, 60);
    profiles.submit(profile());
    profiles.close(1n);
    expect(store.keys).toEqual(keys);
  });
});
