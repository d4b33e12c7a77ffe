import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readSettings } from '../../../components/mcp-gateway/settings.ts';
import { values } from '../../support/guest/variables.ts';

beforeEach(() => {
  Object.assign(values, { component_names: 'a, b', validate_arguments: 'true' });
});
afterEach(() => {
  for (const name of Object.keys(values)) delete values[name];
  vi.restoreAllMocks();
});

describe('the gateway’s settings', () => {
  it('need none of the variables for metrics: a manifest from before they were there still works', () => {
    const settings = readSettings();
    expect(settings.components).toEqual(['a', 'b']);
    expect(settings.clientNames()).toEqual([]);
    expect(settings.toolQuotas().size).toBe(0);
  });

  it('have the clients to tell apart, whose names may have spaces, and the quotas', () => {
    Object.assign(values, { client_names: 'claude-code, Visual Studio Code,', tool_quotas: 'a__x=2/1s, b__y=3/1m' });
    const settings = readSettings();
    expect(settings.clientNames()).toEqual(['claude-code', 'Visual Studio Code']);
    expect([...settings.toolQuotas()]).toEqual([
      ['a__x', { calls: 2, periodSeconds: 1 }],
      ['b__y', { calls: 3, periodSeconds: 60 }],
    ]);
  });

  it('say in the log which quota is wrong', () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    values.tool_quotas = 'a__x=lots';
    expect(readSettings().toolQuotas().size).toBe(0);
    expect(String(log.mock.calls[0])).toContain(`the variable tool_quotas: found "a__x=lots"`);
  });

  it('do without a variable for metrics whose provider fails: the request goes on', () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    Object.defineProperty(values, 'tool_quotas', {
      configurable: true,
      enumerable: true,
      get() {
        throw { payload: { tag: 'provider', val: 'sealed' } };
      },
    });
    expect(readSettings().toolQuotas().size).toBe(0);
    expect(String(log.mock.calls[0])).toContain('tool_quotas could not be read');
  });
});
