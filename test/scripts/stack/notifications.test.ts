import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Notifications, notificationLine, startNotifications } from '../../../scripts/stack/notifications.ts';

const alert = {
  status: 'firing',
  labels: { alertname: 'TargetDown', severity: 'critical' },
  annotations: { summary: 'ftl-app:3000 cannot be scraped', runbook_url: 'docs/runbooks/TargetDown.md' },
} as const;

describe('a notification', () => {
  it('is a line that says what, how bad, to whom, and what to do', () => {
    expect(notificationLine(alert, 'on-call')).toBe(
      'FIRING critical TargetDown to on-call: ftl-app:3000 cannot be scraped (docs/runbooks/TargetDown.md)',
    );
  });

  it('needs neither severity nor annotations', () => {
    expect(notificationLine({ status: 'resolved', labels: { alertname: 'Mine' }, annotations: {} }, 'team-slack')).toBe(
      'RESOLVED unknown Mine to team-slack: ',
    );
  });
});

describe('the receiver', () => {
  const lines: string[] = [];
  let notifications: Notifications;
  beforeEach(async () => {
    lines.length = 0;
    notifications = await startNotifications((line) => lines.push(line));
  });
  afterEach(() => notifications.close());

  const post = async (body: string) => (await fetch(`${notifications.url}/on-call`, { method: 'POST', body })).status;

  it('prints every alert of a notification', async () => {
    expect(await post(JSON.stringify({ alerts: [alert, { ...alert, status: 'resolved' }] }))).toBe(200);
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['FIRING', 'RESOLVED']);
  });

  it('refuses what is none', async () => {
    expect(await post('{}')).toBe(400);
    expect(await post('not JSON')).toBe(400);
    expect(lines).toEqual([]);
  });
});
