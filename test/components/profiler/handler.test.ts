// What the handler answers when the registry, the manifest or the settings are not as they should be; the rest is shown end to
// end (test/e2e/profile.test.ts).
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Collected } from '../../../components/profiler/collected.ts';
import { answer, type Profiled } from '../../../components/profiler/handler.ts';
import { readProfile } from '../../support/pprof.ts';

let profiled: Profiled;
let environment: Record<string, string>;

let traces: [string, string][][];
beforeEach(() => {
  traces = [[]];
  environment = { ENABLE_PROFILING: 'true' };
  profiled = {
    environment: (name) => environment[name],
    readSecret: () => '',
    files: { read: () => undefined, list: () => [] },
    isSampling: () => false,
    heap: { measure: () => [], exposition: () => '', now: () => 1_700_000_000_000 },
    profile: async () => {
      const collected = new Collected(0n);
      const stacks = [{ frames: 'a<b>@source.js:1:2\n</script>@source.js:3:4', samples: 3, nanoseconds: 30_000_000n }];
      const labels: [string, string][] = [['route', '/']];
      const who = { component: '<i>', build: 'x@1', labels };
      for (const more of traces) {
        collected.add({
          ...who,
          labels: [...labels, ...more],
          periodNanoseconds: 10_000_000n,
          beganNanoseconds: 1n,
          stacks,
        });
      }
      return { collected, startedAtMs: 1_700_000_000_000, durationMs: 1000, gaps: 1, closeAgain() {} };
    },
  };
});

const get = (path: string, init?: RequestInit) => answer(new Request(`http://a/debug/pprof/${path}`, init), profiled);

describe('the profiler', () => {
  it.each([undefined, 'false', '1', 'TRUE'])(
    'is off with ENABLE_PROFILING %s, and says how it is switched on',
    async (value) => {
      environment = value === undefined ? {} : { ENABLE_PROFILING: value };
      for (const path of ['', 'profile', 'heap', 'nothing']) {
        const response = await get(path);
        expect([response.status, await response.text()]).toEqual([
          404,
          'Profiling is off: give this component ENABLE_PROFILING = "true" in its environment in spin.toml\n',
        ]);
      }
    },
  );

  it('asks for the secret before it says anything else', async () => {
    environment = {};
    profiled.readSecret = () => 'secret';
    expect((await get('profile')).status).toBe(401);
    expect((await get('profile', { headers: { authorization: 'Bearer secret' } })).status).toBe(404);
  });

  it('has a stack of several traces once in its text, with some of them', async () => {
    traces = [[], ...['a', 'b', 'c', 'd'].map((trace): [string, string][] => [['trace_id', trace]])];
    const text = await (await get('profile?debug=1')).text();
    expect(text.split('\n\n').slice(1)).toEqual([
      '150.0 ms 100.0% 15 samples  component=<i> route=/ trace_id=a trace_id=b trace_id=c\n' +
        '    a<b>  source.js:1:2\n    </script>  source.js:3:4\n',
    ]);
  });

  it('answers a failing registry with its reason', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    profiled.profile = async () => {
      throw { payload: { tag: 'invalid', val: '8 sessions are open already: wait until one has ended' } };
    };
    const response = await get('profile?seconds=1');
    expect([response.status, await response.text()]).toEqual([
      500,
      'invalid: 8 sessions are open already: wait until one has ended\n',
    ]);
    expect(error).toHaveBeenCalledOnce();
    error.mockRestore();
  });

  it('says in the profile what it could not know', async () => {
    const { comments } = readProfile(new Uint8Array(await (await get('profile?seconds=1')).arrayBuffer()));
    expect(comments).toContain('x@1: no source map of this build is mounted; positions are those of its bundle');
    expect(comments).toContain("1 times another session's write closed this one for up to half a second");
  });

  it('puts names that others chose into pages as texts', async () => {
    const html = await (await get('flame?seconds=1')).text();
    expect(html).not.toContain('</script>@');
    expect(html.match(/<\/script>/g)).toHaveLength(1);
    expect(html).toContain('\\u003c/script>');
    profiled.files.read = () =>
      '[component."x"]\nsource = "a.wasm"\nenvironment = { ENABLE_PROFILING = "true" }\n[component.y]\nenvironment = { PROFILE_FREQUENCY = "<b>" }';
    expect(await (await get('')).text()).not.toContain('<b>');
  });

  it('answers HEAD with headers alone', async () => {
    for (const path of ['', 'profile', 'profile?debug=1', 'flame', 'heap', 'symbol']) {
      const response = await get(path, { method: 'HEAD' });
      expect([path, response.status, await response.text()]).toEqual([path, 200, '']);
    }
    expect((await get('profile?seconds=0', { method: 'HEAD' })).status).toBe(400);
  });

  it('says that nobody reports linear memory, or shows what is reported', async () => {
    expect(await (await get('heap?debug=1')).text()).toContain('not reported');
    profiled.heap.exposition = () =>
      '# TYPE wasm_memory_usage_bytes gauge\nwasm_memory_usage_bytes{component="tool",state="used"} 1.2e+07\n';
    expect(await (await get('heap?debug=1')).text()).toContain('    12000000 tool');
    const { samples } = readProfile(new Uint8Array(await (await get('heap')).arrayBuffer()));
    expect(samples).toMatchObject([{ frames: ['tool :0', 'linear memory :0'], values: { linear_memory: 12_000_000 } }]);
  });
});
