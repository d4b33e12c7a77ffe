// What readiness and draining are for: a real HAProxy in front of two copies of an app, of which one is taken out, stopped
// and started again while clients go on.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type App, hostName } from '../support/app.ts';
import { startHAProxy } from '../support/haproxy.ts';
import { startHealthApp, tokens } from '../support/health-app.ts';
import { until } from '../support/ports.ts';
import { describeWith } from '../support/programs.ts';
import { buildWatTarget } from '../support/wat-component.ts';

/** Clients that send one request after the other; what did not end well. */
class Clients {
  readonly failures: string[] = [];
  answered = 0;
  #isOver = false;
  readonly #loops: Promise<void>[];

  constructor(url: string, count: number) {
    this.#loops = Array.from({ length: count }, () => this.#loop(url));
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#loops);
  }

  async #loop(url: string): Promise<void> {
    while (!this.#isOver) {
      try {
        const response = await fetch(url);
        const text = await response.text();
        if (response.status === 200 && text === 'hello from wat\n') this.answered++;
        else this.failures.push(`${response.status} ${text}`);
      } catch (error) {
        this.failures.push(String(error));
      }
    }
  }
}

describeWith(['haproxy'], 'behind HAProxy', () => {
  let copies: App[];
  const start = async (port?: number) =>
    startHealthApp({
      components: 'work',
      others: { work: { source: await buildWatTarget() } },
      ...(port !== undefined && { port }),
    });
  beforeAll(async () => {
    copies = [await start(), await start()];
  });
  afterAll(async () => {
    for (const copy of copies) await copy.stop();
  });

  const rolls = async (probe: string[]) => {
    const proxy = await startHAProxy(
      copies.map(({ url }) => url),
      probe,
    );
    const isBalanced = async () => (await proxy.statuses()).every((status) => status === 'UP');
    try {
      await until('both copies to be up', isBalanced);
      const clients = new Clients(`${proxy.url}/work`, 1);
      for (const [at, copy] of copies.entries()) {
        const drain = { method: 'POST', headers: { authorization: `Bearer ${tokens.drain_token}` } };
        expect((await fetch(`${copy.url}/ready/drain`, drain)).status).toBe(200);
        await until('HAProxy to take it out', async () => (await proxy.statuses())[at]!.startsWith('DOWN'));
        expect((await fetch(`${copy.url}/health`)).status).toBe(200);
        await copy.stop();
        copies[at] = await start(Number(new URL(copy.url).port));
        await until('HAProxy to take it in again', isBalanced);
      }
      const answeredBefore = clients.answered;
      await until('requests to go on', async () => clients.answered > answeredBefore + 20);
      await clients.stop();
      expect(clients.failures).toEqual([]);
    } finally {
      await proxy.stop();
    }
  };

  it('no client notices that one copy after the other is drained, stopped and started', async () => {
    await rolls(['option httpchk', 'http-check send meth GET uri /ready ver HTTP/1.1 hdr Host app']);
  }, 120_000);

  it.skipIf(hostName === 'spin')(
    'nor with the probe that HAProxy sends by default: OPTIONS, HTTP/1.0, no Host (Spin itself refuses that)',
    async () => {
      await rolls(['option httpchk /ready']);
    },
    120_000,
  );
});
