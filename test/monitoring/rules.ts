// Node, tests. The rule files and their promtool tests, as data.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../../scripts/build/paths.ts';

export const folder = join(root, 'monitoring/prometheus');

export interface Alert {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; description: string; runbook_url: string };
}

export interface RecordingRule {
  record: string;
  expr: string;
}

interface AlertTest {
  alertname: string;
  exp_alerts?: unknown[];
}

const yamlIn = (name: string): unknown[] =>
  readdirSync(join(folder, name)).map((file) => parse(readFileSync(join(folder, name, file), 'utf8')));

const rules = (yamlIn('rules') as { groups: { rules: (Alert | RecordingRule)[] }[] }[]).flatMap(({ groups }) =>
  groups.flatMap((group) => group.rules),
);

export const alerts = rules.filter((rule): rule is Alert => 'alert' in rule);
export const recordingRules = rules.filter((rule): rule is RecordingRule => 'record' in rule);

export const alertTests = (yamlIn('tests') as { tests: { alert_rule_test?: AlertTest[] }[] }[]).flatMap(({ tests }) =>
  tests.flatMap((test) => test.alert_rule_test ?? []),
);
