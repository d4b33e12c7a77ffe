import { describe, expect, it } from 'vitest';
import { appName, instrumentedComponents } from '../../../components/profiler/instrumented.ts';

const manifest = `
application = { name = "shop", version = "2.0.0" }
[component.tool]
source = "build/tool.wasm"
environment = { ENABLE_PROFILING = "true", PROFILE_FREQUENCY = "250" }
[component.fast]
source = "build/tool.wasm"
environment = { ENABLE_PROFILING = "true", PROFILE_FREQUENCY = "fast" }
[component.stale]
source = "build/stale.wasm"
environment = { ENABLE_PROFILING = "true" }
[component.quiet]
source = "build/tool.wasm"
[component.plain]
source = "build/plain.wasm"
[component.remote]
source = { url = "https://example.com/x.wasm", digest = "sha256:0" }
[component.profiler]
source = "build/profiler.wasm"
environment = { ENABLE_PROFILING = "true" }
`;

const files = (text: string | undefined) => ({
  read: (path: string) => (path === '/spin.toml' ? text : undefined),
  list: (folder: string) => (folder === '/profiles' ? ['tool.json'] : []),
});

describe('instrumentedComponents', () => {
  it('says of each component whether it is profiled, off, or built otherwise than the manifest has it', () => {
    const states = instrumentedComponents(files(manifest))!.map(
      ({ id, state, remark }) => `${id}: ${state}, ${remark}`,
    );
    expect(states).toEqual([
      'tool: profiled, 250 Hz',
      'fast: profiled, 100 Hz: PROFILE_FREQUENCY is "fast", expected a whole number from 1 to 1000',
      'stale: rebuild needed, ENABLE_PROFILING is "true", but it was built without safepoints',
      'quiet: rebuild needed, it was built with safepoints, but ENABLE_PROFILING is not "true"',
      'plain: off, ENABLE_PROFILING is not "true" in its environment',
      'remote: off, ENABLE_PROFILING is not "true" in its environment',
      'profiler: off, this page',
    ]);
  });

  it('knows nothing without the manifest', () => {
    expect(instrumentedComponents(files(undefined))).toBeUndefined();
    expect([appName(files(undefined)), appName(files(manifest))]).toEqual(['unknown', 'shop\x002.0.0']);
  });
});
