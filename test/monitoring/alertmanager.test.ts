// Who learns of which alert, by Alertmanager's own tool.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { alertmanagerFile } from '../support/alertmanager.ts';
import { describeWith } from '../support/programs.ts';
import { alerts } from './rules.ts';

function amtool(...parameters: string[]): { status: number | null; stdout: string } {
  const { status, stdout } = spawnSync('amtool', parameters, { encoding: 'utf8' });
  return { status, stdout: stdout.trim() };
}

describeWith(['amtool'], 'the configuration of Alertmanager', () => {
  it('is valid, and holds no secret', () => {
    expect(amtool('check-config', alertmanagerFile).status).toBe(0);
    const text = readFileSync(alertmanagerFile, 'utf8');
    expect(text).not.toMatch(/^\s*(slack_api_url|api_url|routing_key|service_key|smtp_auth_password|password):/m);
  });

  const receivers: Record<string, string> = {
    critical: 'on-call,team-slack',
    warning: 'team-slack',
    info: 'team-email',
  };

  it.each(alerts.map(({ alert, labels }) => [alert, labels.severity] as const))(
    'sends %s to who must know',
    (alert, severity) => {
      const labels = [`alertname=${alert}`, `severity=${severity}`];
      expect(receivers).toHaveProperty(severity);
      expect(amtool('config', 'routes', 'test', `--config.file=${alertmanagerFile}`, ...labels)).toEqual({
        status: 0,
        stdout: receivers[severity],
      });
    },
  );
});
