// The optional secret of /metrics: on with one variable, and what a real Prometheus needs then.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '../support/app.ts';
import { sumOf } from '../support/exposition.ts';
import { until } from '../support/ports.ts';
import { describeWith } from '../support/programs.ts';
import { startPrometheus } from '../support/prometheus.ts';

const secret = 'n0t~a/guess=';

let app: App;
beforeAll(async () => {
  app = await startApp({ variables: { metrics_secret: secret } });
});
afterAll(() => app?.stop());

const scrape = (authorization?: string) =>
  fetch(`${app.url}/metrics`, { headers: authorization === undefined ? {} : { authorization } });

describe('/metrics with the variable metrics_secret', () => {
  it('answers 401 with both challenges to everybody else, and counts it', async () => {
    for (const authorization of [undefined, 'Bearer wrong', `Basic ${btoa(`${secret}:`)}`]) {
      const response = await scrape(authorization);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer realm="metrics", Basic realm="metrics"');
      expect(await response.text()).not.toContain('# TYPE');
    }
    const text = await (await scrape(`Bearer ${secret}`)).text();
    expect(sumOf(text, 'sidecars_scrapes_total', { outcome: 'unauthorized' })).toBe(3);
    expect(sumOf(text, 'sidecars_scrapes_total', { outcome: 'failed' })).toBe(0);
  });

  it('answers who has the secret as bearer token or as password', async () => {
    for (const authorization of [`Bearer ${secret}`, `Basic ${btoa(`anybody:${secret}`)}`]) {
      const response = await scrape(authorization);
      expect(response.status).toBe(200);
      expect(await response.text()).toContain('# TYPE sidecars_registry_info');
    }
  });

  describeWith(['prometheus'], 'a real Prometheus', () => {
    it.each([
      ['authorization', ['authorization:', `  credentials: '${secret}'`]],
      ['basic_auth', ['basic_auth:', '  username: prometheus', `  password: '${secret}'`]],
    ])('scrapes with %s', async (_, job) => {
      const prometheus = await startPrometheus(app.url, { job });
      try {
        await until('the first scrape', async () => (await prometheus.target()).health !== 'unknown');
        expect(await prometheus.target()).toMatchObject({ health: 'up', lastError: '' });
      } finally {
        await prometheus.stop();
      }
    });
  });
});
