// `npm run stack`: the demo is scraped, an alert arrives, and nothing is left when it ends.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callTool } from '../support/mcp.ts';
import { until } from '../support/ports.ts';
import { pathOf } from '../support/programs.ts';
import { type Stack, startStack } from '../support/stack.ts';

const get = async (url: string) => (await (await fetch(url)).json()) as { data: Record<string, unknown[]> };
const isDown = (url: string) =>
  fetch(url).then(
    () => false,
    () => true,
  );

describe('npm run stack', () => {
  let stack: Stack;
  let isStopped = false;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(async () => {
    if (!isStopped) await stack?.stop();
  });

  it('serves the demo and says where', async () => {
    expect(stack.output()).toContain(`${stack.app}/mcp`);
    const tool = { name: 'items-ts__process_items', arguments: { items: ['a'] } };
    expect(JSON.stringify(await callTool(stack.app, tool))).toContain('processed 1 items');
    expect(await (await fetch(`${stack.app}/debug/pprof/`)).text()).not.toContain('rebuild needed');
  });

  it.skipIf(!pathOf('prometheus'))('lets Prometheus scrape it, with all rules', async () => {
    await until('a scrape', async () => {
      const { data } = await get(`${stack.prometheus}/api/v1/targets`);
      return (data.activeTargets as { health: string }[])[0]?.health === 'up';
    });
    const { groups } = (await get(`${stack.prometheus}/api/v1/rules?type=alert`)).data;
    expect((groups as { name: string }[]).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['ftl-alerts', 'ftl-app', 'ftl-health', 'ftl-slo-alerts']),
    );
  });

  it.skipIf(!pathOf('prometheus') || !pathOf('prometheus-alertmanager'))(
    'prints what Alertmanager would send',
    async () => {
      const { activeAlertmanagers } = (await get(`${stack.prometheus}/api/v1/alertmanagers`)).data;
      expect(activeAlertmanagers).toEqual([{ url: `${stack.alertmanager}/api/v2/alerts` }]);
      const alert = { labels: { alertname: 'Test', severity: 'critical' }, annotations: { summary: 'a test' } };
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify([alert]) };
      expect((await fetch(`${stack.alertmanager}/api/v2/alerts`, init)).status).toBe(200);
      await until('the line', async () => stack.output().includes('FIRING critical Test to on-call: a test'));
    },
  );

  it('ends everything when it is told to', async () => {
    expect(await stack.stop()).toBe(0);
    isStopped = true;
    for (const url of [stack.app, stack.prometheus, stack.alertmanager]) expect(await isDown(url), url).toBe(true);
  });
});
