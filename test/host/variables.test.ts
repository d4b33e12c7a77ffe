import { expect, test } from 'vitest';
import type { Manifest } from '../../host/manifest.ts';
import { expandTemplate, resolveVariables } from '../../host/variables.ts';

const manifest = { path: 'spin.toml', variables: { a: { default: '1', required: false }, b: { required: true } } };
const resolve = (environment: NodeJS.ProcessEnv) => resolveVariables(manifest as unknown as Manifest, environment);

test('defaults are overridden by the environment', () => {
  expect([...resolve({ SPIN_VARIABLE_B: '2' })]).toEqual([
    ['a', '1'],
    ['b', '2'],
  ]);
  expect(resolve({ SPIN_VARIABLE_A: 'x', SPIN_VARIABLE_B: '' }).get('a')).toBe('x');
});

test('a required variable without a value is refused with the name to set', () => {
  expect(() => resolve({})).toThrow('variable "b" is required: found no value');
  expect(() => resolve({})).toThrow('set SPIN_VARIABLE_B');
});

test('templates are replaced wherever they stand', () => {
  const values = new Map([
    ['host', 'h'],
    ['port', '1'],
  ]);
  expect(expandTemplate('http://{{ host }}:{{port}}/{{ host }}', values, 'x')).toBe('http://h:1/h');
  expect(expandTemplate('no template', values, 'x')).toBe('no template');
  expect(() => expandTemplate('{{ nope }}', values, 'component "c"')).toThrow(
    'component "c": found {{ nope }}, expected one of "host", "port"',
  );
});
