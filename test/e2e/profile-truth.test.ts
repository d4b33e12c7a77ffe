// What a profile says against what a component of known behaviour does.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calls, milliseconds, profileWhile, type ReadProfile, takeProfile } from '../support/pprof.ts';
import { type ProfiledApp, startProfiledApp } from '../support/profiled-app.ts';

let app: ProfiledApp;
beforeAll(async () => {
  app = await startProfiledApp();
});
afterAll(() => app?.stop());

const get = async (path: string) => (await fetch(app.url + path)).text();
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const source = 'test/fixtures/profiled/index.ts';

/** Part of the time in `name` and in `other` that is in `name`, of 100. */
function share(profile: ReadProfile, name: string, other: string): number {
  const [first, second] = [milliseconds(profile, calls(name)), milliseconds(profile, calls(other))];
  return (100 * first) / (first + second);
}

describe('a profile', () => {
  it('shows a split of 3:1 within ten points', { timeout: 60_000 }, async () => {
    const profile = await profileWhile(app.url, 30, () => get('/split'));
    expect(Math.abs(share(profile, 'heavy', 'light') - 75)).toBeLessThan(10);
    // one request after the other: most of the half minute is theirs
    expect(milliseconds(profile)).toBeGreaterThan(15_000);
    expect(milliseconds(profile)).toBeLessThan(31_000);
    expect(profile.durationMs).toBeGreaterThan(29_900);
    expect(profile).toMatchObject({ types: ['samples', 'wall'], period: 10_000_000 });
  });

  it('names the TypeScript function and line that is hot, up to the handler', async () => {
    const profile = await profileWhile(app.url, 2, () => get('/heavy'));
    const [{ frames, labels, values }] = profile.samples as [ReadProfile['samples'][number]];
    expect(frames.slice(0, 2)).toEqual([
      expect.stringMatching(new RegExp(`^spinFor ${source}:8$`)),
      expect.stringMatching(new RegExp(`^heavy ${source}:13$`)),
    ]);
    expect(labels).toEqual({ component: 'caller', route: '/heavy' });
    expect(values.wall).toBe(values.samples! * 10_000_000);
    expect(profile.comments.join('\n')).toContain('bias:');
    expect(profile.comments).toContain('caller: 100 Hz');
  });

  it('shows every level of a recursion, and says where the engine ends it', async () => {
    const shallow = await profileWhile(app.url, 2, () => get('/recursion?depth=50'));
    const depth = (profile: ReadProfile) =>
      Math.max(...profile.samples.map(({ frames }) => frames.filter((frame) => frame.startsWith('descend ')).length));
    expect(depth(shallow)).toBe(51);
    const deep = await profileWhile(app.url, 2, () => get('/recursion?depth=500'));
    expect(depth(deep)).toBeGreaterThan(100);
    expect(milliseconds(deep, calls('(frames beyond the engine’s 128)'))).toBeGreaterThan(500);
  });

  it('counts time inside the engine for the function that called it', async () => {
    const profile = await profileWhile(app.url, 3, () => get('/parse'));
    const requests = milliseconds(profile, calls('light')) / 15;
    expect(requests).toBeGreaterThan(5);
    expect(milliseconds(profile, calls('parse'))).toBeGreaterThan(
      0.8 * milliseconds(profile, (s) => !calls('light')(s)),
    );
  });

  it('does not count sleep for who sleeps or who runs next', async () => {
    const profile = await profileWhile(app.url, 4, () => get('/sleep'));
    // of 320 ms and more a request, 20 are work
    expect(milliseconds(profile)).toBeLessThan(4000 * 0.2);
    expect(milliseconds(profile, calls('afterWait'))).toBeGreaterThan(4000 * 0.02);
  });

  it('shows two components of one request, and the wait for the other as nobody’s work', async () => {
    const profile = await profileWhile(app.url, 4, () => get('/wait'));
    const of = (component: string) => milliseconds(profile, ({ labels }) => labels.component === component);
    expect(of('callee')).toBeGreaterThan(50);
    expect(of('callee')).toBeLessThan(1000);
    expect(of('caller')).toBeGreaterThan(50);
    expect(of('caller')).toBeLessThan(1000);
    const chained = await profileWhile(app.url, 3, () => get('/chain'));
    const split = (name: string, component: string) =>
      milliseconds(chained, (sample) => calls(name)(sample) && sample.labels.component === component);
    expect(split('heavy', 'caller')).toBe(0);
    expect(split('light', 'callee')).toBe(0);
    const [heavy, light] = [split('heavy', 'callee'), split('light', 'caller')];
    expect(Math.abs((100 * heavy) / (heavy + light) - 75)).toBeLessThan(10);
    expect(chained.comments).toContain('callee: 200 Hz');
  });

  it('has what a long request did until the session ended', async () => {
    const taken = takeProfile(app.url, 3);
    await sleep(300);
    const [profile] = await Promise.all([taken, get('/long')]);
    expect(milliseconds(profile, calls('spinFor'))).toBeGreaterThan(1500);
  });
});

describe('sessions', () => {
  it('that overlap see each its own window', async () => {
    let path = '/heavy';
    let isOver = false;
    const load = (async () => {
      while (!isOver) await get(path);
    })();
    const first = takeProfile(app.url, 3);
    await sleep(2000);
    const second = takeProfile(app.url, 4);
    await sleep(1500);
    path = '/light';
    const [one, two] = await Promise.all([first, second]);
    isOver = true;
    await load;
    expect(share(one, 'heavy', 'light')).toBe(100);
    expect(share(two, 'heavy', 'light')).toBeGreaterThan(15);
    expect(share(two, 'heavy', 'light')).toBeLessThan(60);
    expect(milliseconds(one)).toBeLessThan(3300);
    expect(milliseconds(two)).toBeLessThan(4300);
  });

  it('leave nothing in the store', async () => {
    await profileWhile(app.url, 1, () => get('/light'));
    await sleep(1500);
    expect(app.profilingKeys()).toEqual([]);
  });

  it('of a client that went away stop sampling, and the next request sweeps', { timeout: 60_000 }, async () => {
    const client = new AbortController();
    const gone = fetch(`${app.url}/debug/pprof/profile?seconds=8`, { signal: client.signal }).catch(() => 'gone');
    await sleep(500);
    await get('/light');
    expect(app.profilingKeys()).toContain('sidecars:p1:sessions');
    client.abort();
    expect(await gone).toBe('gone');
    // at most the whole session on a host that does not tell the guest, and the lease
    await sleep(12_000);
    await get('/light');
    await sleep(500);
    expect(app.profilingKeys()).toEqual([]);
  });
});
