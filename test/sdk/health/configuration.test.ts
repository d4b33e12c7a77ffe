import { describe, expect, it } from 'vitest';
import { checksFrom, componentChecks } from '../../../sdk/health/configuration.ts';

const one = (check: unknown) => checksFrom(JSON.stringify([check]))[0]!;

describe('checks in a variable', () => {
  it('are none when it is empty', () => {
    expect(checksFrom('')).toEqual([]);
    expect(checksFrom(' [] ')).toEqual([]);
  });

  it.each([
    [{ kind: 'component', id: 'items-ts', path: '/live' }, 'items-ts'],
    [{ kind: 'http', url: 'https://example.com/', status: 200, body: 'ok', headers: { a: 'b' } }, 'http'],
    [{ kind: 'http', url: 'https://example.com/', status: '4xx' }, 'http'],
    [{ kind: 'keyValue' }, 'default'],
    [{ kind: 'keyValue', store: 'cache' }, 'cache'],
    [{ kind: 'memory', maxBytes: 64_000_000 }, 'memory'],
    [{ kind: 'postgres', address: 'postgres://db/app', query: 'SELECT 2' }, 'postgres'],
    [{ kind: 'redis', address: 'redis://cache' }, 'redis'],
    [{ kind: 'sqlite', database: 'orders', query: 'SELECT 2' }, 'sqlite'],
  ])('can be %j', (check, name) => {
    expect(one(check)).toMatchObject({ name, critical: true, deadlineMs: 500 });
    expect(one({ ...check, name: 'other', critical: false, deadlineMs: 50 })).toMatchObject({
      name: 'other',
      critical: false,
      deadlineMs: 50,
    });
  });

  it.each([
    ['{', 'expected a JSON array of checks: '],
    ['{}', 'expected a JSON array of checks'],
    ['[1]', 'check 0: expected an object with a kind'],
    ['[{"kind":"custom"}]', 'check 0: found kind "custom", expected one of component, http, '],
    ['[{"kind":"toString"}]', 'check 0: found kind "toString", expected one of'],
    ['[{"id":"a"}]', 'check 0: found kind undefined'],
    ['[{"kind":"keyValue"},{"kind":"http"}]', 'check 1.url: expected string'],
    ['[{"kind":"http","url":"https://x","critical":"no"}]', 'check 0.critical: expected boolean'],
    ['[{"kind":"http","url":"https://x","timeout":1}]', 'check 0: found timeout, which this kind does not take'],
    ['[{"kind":"http","url":"x"}]', 'http check: found url "x"'],
    ['[{"kind":"memory","maxBytes":"1"}]', 'check 0.maxBytes: expected number'],
  ])('are refused when they are %s', (json, message) => {
    expect(() => checksFrom(json)).toThrow(message);
  });

  it('show no value in the message when it may be a secret', () => {
    const json = '[{"kind":"redis","address":["redis://:geheim@x"]}]';
    expect(() => checksFrom(json)).toThrow('check 0.address: expected string');
    expect(() => checksFrom(json)).not.toThrow('geheim');
  });
});

describe('a list of components', () => {
  it('is split and trimmed, empty entries are dropped', () => {
    expect(componentChecks(' weather-ts, items-ts,').map(({ name }) => name)).toEqual(['weather-ts', 'items-ts']);
    expect(componentChecks('')).toEqual([]);
  });

  it('refuses what cannot be a component id', () => {
    expect(() => componentChecks('a,http://evil')).toThrow('found id "http://evil"');
  });
});
