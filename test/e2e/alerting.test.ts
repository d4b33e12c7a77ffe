// From a failing request to a message on somebody's phone, and to the message that it is over: a real Prometheus with our
// rules, a real Alertmanager with our configuration, fake Slack, PagerDuty and mail.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildComponent } from '../../scripts/build/component.ts';
import { root } from '../../scripts/build/paths.ts';
import { type Alertmanager, startAlertmanager } from '../support/alertmanager.ts';
import { type App, startApp } from '../support/app.ts';
import { type FakeReceivers, startFakeReceivers } from '../support/fake-receivers.ts';
import { load } from '../support/mcp.ts';
import { until } from '../support/ports.ts';
import { describeWith } from '../support/programs.ts';
import { type Prometheus, startPrometheus } from '../support/prometheus.ts';

const folder = 'test/fixtures/alerting';
const rules = ['recording', 'guide', 'app', 'health', 'slo'].map((name) =>
  join(root, `monitoring/prometheus/rules/${name}.yml`),
);

describeWith(['prometheus', 'prometheus-alertmanager'], 'an outage', () => {
  let app: App;
  let prometheus: Prometheus;
  let alertmanager: Alertmanager;
  let receivers: FakeReceivers;

  beforeAll(async () => {
    await buildComponent({ name: 'fixtures/alerting', folder, language: 'typescript', world: 'instrumented' });
    [app, receivers] = await Promise.all([
      startApp({ manifest: join(root, folder, 'spin.toml') }),
      startFakeReceivers(),
    ]);
    alertmanager = await startAlertmanager(receivers);
    prometheus = await startPrometheus(app.url, { rules, alertmanager: alertmanager.url });
  });
  afterAll(async () => {
    for (const each of [prometheus, alertmanager, receivers, app]) await each?.stop();
  });

  const send = (count: number, path: string) =>
    load(count, 8, async () => {
      await (await fetch(app.url + path)).text();
    });
  const texts = (path: string) =>
    receivers.deliveries.filter((delivery) => delivery.path === path).map(({ body }) => JSON.stringify(body));
  const firing = async () => (await alertmanager.alerts()).map(({ labels }) => labels.alertname);

  it('reaches Slack and PagerDuty, with what to do', async () => {
    await send(20, '/ok');
    await until('a first scrape', async () => (await prometheus.query('sum(http_requests_total)')) >= 20);
    // not one burst: a series that begins with it has not grown yet, for Prometheus
    await until(
      'the alert to fire',
      async () => {
        await send(1, '/fail');
        await new Promise((resolve) => setTimeout(resolve, 1000));
        return (await firing()).includes('ErrorBudgetBurnsFast');
      },
      60_000,
    );
    await until('Slack to be told', async () => texts('/slack').some((text) => text.includes('error budget')));
    await until('PagerDuty to be told', async () => texts('/pagerduty').length > 0);
    const slack = texts('/slack').find((text) => text.includes('error budget'))!;
    expect(slack).toContain('"channel":"#alerts"');
    expect(slack).toContain('FTL Alert');
    expect(slack).toContain('docs/runbooks/ErrorBudgetBurnsFast.md');
    const event = receivers.deliveries.find(({ path }) => path === '/pagerduty')!.body;
    expect(event).toMatchObject({
      routing_key: 'test-key',
      event_action: 'trigger',
      payload: { severity: 'critical', summary: expect.stringContaining('error budget') },
    });
  }, 120_000);

  it('that the code tells of itself is a mail', async () => {
    await send(1, '/refused');
    await until('the mail', async () => receivers.mails.some((mail) => mail.includes('MetricCallsRefused')), 60_000);
    const mail = receivers.mails.find((text) => text.includes('MetricCallsRefused'))!;
    expect(mail).toMatch(/^To: team@example\.org$/m);
  }, 90_000);

  it('is over when requests succeed again, and everybody learns of it', async () => {
    await until(
      'the errors to be few enough',
      async () => {
        await send(300, '/ok');
        return !(await firing()).includes('ErrorBudgetBurnsFast');
      },
      120_000,
    );
    await until('Slack to be told', async () => texts('/slack').some((text) => text.includes('Resolved: FTL Alert')));
    const resolved = () => receivers.deliveries.some(({ body }) => body.event_action === 'resolve');
    await until('PagerDuty to be told', async () => resolved());
  }, 180_000);
});
