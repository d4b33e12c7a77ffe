import { afterEach, describe, expect, it } from 'vitest';
import { keyValue } from '../../../sdk/health/checks/key-value.ts';
import { configuredChecks } from '../../../sdk/health/configured.ts';
import { values } from '../../support/guest/variables.ts';

afterEach(() => {
  for (const name of Object.keys(values)) delete values[name];
});

describe('configured checks', () => {
  it('are none without a variable', () => {
    expect(configuredChecks().fingerprint).toBe('');
    values.components = ' ';
    values.checks = '';
    expect(configuredChecks().fingerprint).toBe('');
  });

  it('are those of the component itself, then those of the variables', () => {
    values.components = 'items-ts';
    values.checks = '[{"kind":"sqlite"}]';
    const checks = configuredChecks(() => [keyValue({ name: 'store' })]).make();
    expect(checks.map(({ name }) => name)).toEqual(['store', 'items-ts', 'sqlite']);
  });

  it('have another fingerprint when something else is configured, and none shows a secret', () => {
    const prints = ['[{"kind":"redis","address":"redis://:geheim@x"}]', '[]', ''].map((checks) => {
      values.checks = checks;
      values.components = 'a';
      return configuredChecks().fingerprint;
    });
    expect(new Set(prints).size).toBe(3);
    for (const print of prints) expect(print).toMatch(/^[0-9a-f]{1,8}$/);
  });

  it('say which variable makes no sense', () => {
    values.components = 'http://evil';
    expect(() => configuredChecks().make()).toThrow('the variable components: component check: found id "http://evil"');
    values.components = '';
    values.checks = '[1]';
    expect(() => configuredChecks().make()).toThrow('the variable checks: check 0: expected an object');
  });
});
