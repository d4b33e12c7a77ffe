// The alert rules: valid, tested both ways, explained, and on metrics that exist.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/build/paths.ts';
import { metricOf } from '../support/metric-names.ts';
import { describeWith } from '../support/programs.ts';
import { metricsOf, promqlError } from '../support/promql.ts';
import { alerts, alertTests, folder, recordingRules } from './rules.ts';

const filesIn = (name: string) => readdirSync(join(folder, name)).map((file) => join(folder, name, file));

function promtool(...parameters: string[]): { status: number | null; text: string } {
  const { status, stdout, stderr } = spawnSync('promtool', parameters, { encoding: 'utf8' });
  return { status, text: stdout + stderr };
}

describe('an alert', () => {
  it.each(alerts.map((alert) => [alert.alert, alert] as const))(
    '%s has a runbook, found by its name',
    (name, alert) => {
      expect(alert.annotations.runbook_url).toBe(`docs/runbooks/${name}.md`);
      expect(readFileSync(join(root, alert.annotations.runbook_url), 'utf8')).toMatch(
        new RegExp(`^# ${name}\n[^]*\n## Look\n[^]*\n## Do\n`),
      );
    },
  );

  it.each(alerts.map(({ alert }) => alert))(
    '%s has a test in which it fires, and one in which it stays quiet',
    (name) => {
      const tests = alertTests.filter(({ alertname }) => alertname === name);
      expect(tests.filter(({ exp_alerts }) => exp_alerts?.length)).not.toEqual([]);
      expect(tests.filter(({ exp_alerts }) => !exp_alerts)).not.toEqual([]);
    },
  );

  it('has a name of its own, and every runbook is one’s', () => {
    const names = alerts.map(({ alert }) => alert).sort();
    expect(new Set(names).size).toBe(names.length);
    expect(readdirSync(join(root, 'docs/runbooks')).sort()).toEqual(names.map((name) => `${name}.md`));
  });
});

describe('an expression', () => {
  const recorded = recordingRules.map(({ record }) => record);
  /** Prometheus’ own. */
  const others = ['up'];
  const expressions = [...alerts, ...recordingRules].map(({ expr }) => expr);

  it.each(expressions)('parses and names metrics that exist: %s', (expression) => {
    expect(promqlError(expression)).toBeUndefined();
    const names = metricsOf(expression);
    expect(names).not.toEqual([]);
    expect(names.filter((name) => !metricOf(name) && !recorded.includes(name) && !others.includes(name))).toEqual([]);
  });
});

describeWith(['promtool'], 'promtool', () => {
  it('takes configuration and rules', () => {
    expect(promtool('check', 'config', '--syntax-only', join(folder, 'prometheus.yml'))).toMatchObject({ status: 0 });
    expect(promtool('check', 'rules', ...filesIn('rules'))).toMatchObject({ status: 0 });
  });

  it.each(readdirSync(join(folder, 'tests')))('finds the alerts as %s expects them', (file) => {
    const { status, text } = promtool('test', 'rules', join(folder, 'tests', file));
    expect(status, text).toBe(0);
  });
});
