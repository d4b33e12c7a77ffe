import { afterEach, describe, expect, it } from 'vitest';
import { memory } from '../../../../sdk/health/checks/memory.ts';
import { runHere } from '../../../../sdk/health/run.ts';
import { registry } from '../../../support/guest/registry.ts';

afterEach(() => registry.reset());

const found = async (maxBytes: number) => (await runHere([memory({ maxBytes })]))[0]!;

describe('a check of memory', () => {
  it('looks at the component that uses most', async () => {
    registry.exposition = [
      '# HELP wasm_memory_usage_bytes Memory',
      '# TYPE wasm_memory_usage_bytes gauge',
      'wasm_memory_usage_bytes{component="a b} 9"} 10000',
      'wasm_memory_usage_bytes{component="c"} 2e+07',
      'wasm_memory_usage_bytes_other 9e9',
      '',
    ].join('\n');
    expect(await found(2e7)).toMatchObject({ name: 'memory', status: 'healthy' });
    expect(await found(1e7)).toMatchObject({
      status: 'unhealthy',
      reason: 'wasm_memory_usage_bytes{component="c"} is 20000000, expected at most 10000000',
    });
  });

  it('is unknown where nobody measures it', async () => {
    expect(await found(1)).toMatchObject({ status: 'unknown', reason: expect.stringContaining('telemetry') });
  });

  it('is unhealthy when the registry fails', async () => {
    registry.failure = { payload: { tag: 'store', val: 'away' } };
    expect(await found(1)).toMatchObject({ status: 'unhealthy', reason: 'store: away' });
  });

  it('refuses a bound that is none', () => {
    expect(() => memory({ maxBytes: 0 })).toThrow('found max bytes 0');
  });
});
