// docs/metrics.md says what the metrics API does; its examples run, as a component and through the real registry.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as promClient from 'prom-client';
import { beforeEach, describe, expect, it } from 'vitest';
import { refusedCalls } from '../../catalogue/sdk.ts';
import { maxNativeObservations } from '../../sdk/metrics/histogram.ts';
import { metrics } from '../../sdk/metrics/index.ts';
import { MemoryStore } from '../components/registry/support/memory-store.ts';
import { loadRegistry } from '../components/registry/support/registry.ts';
import { serveRequest, startBuild } from '../sdk/metrics/support/guest.ts';

const page = readFileSync(fileURLToPath(new URL('../../docs/metrics.md', import.meta.url)), 'utf8');
const blocks = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) =>
  code!
    .replace(/^import .*$/gm, '')
    .replace(/^export /gm, '')
    .replace(/\): [A-Z]\w*<\w+> \{|\): void \{/g, ') {')
    .replace(/: string\b/g, ''),
);

/** Runs an example as a top level and gives what it names. */
function example(at: number, names: string[]): Record<string, never> {
  const served: { handler?: unknown } = {};
  const serve = (handler: unknown) => {
    served.handler = handler;
  };
  const body = `${blocks[at]}; return { ${names.join()} };`;
  return { ...new Function('metrics', 'serve', body)(metrics, serve), ...served };
}

const rowsUnder = (heading: string) => {
  const from = page.indexOf(heading);
  expect(from, heading).toBeGreaterThan(0);
  const table = /\n\|[\s\S]*?\n\n/.exec(`${page.slice(from)}\n\n`)![0];
  return [...table.matchAll(/^\| (`[^|]*) \| (.*) \|$/gm)].map(([, first, second]) => [first!, second!] as const);
};
const codes = (text: string) => [...text.matchAll(/`(\w+)`/g)].map(([, code]) => code!);

describe('docs/metrics.md', () => {
  beforeEach(startBuild);

  it('has an example that gives the output below it', async () => {
    const { handler } = example(0, []) as unknown as { handler: (request: Request) => Promise<Response> };
    const load = await loadRegistry();
    const store = new MemoryStore();
    for (let i = 0; i < 3; i++) {
      await serveRequest(() => {});
      await handler(new Request('http://app.test/', { method: 'POST', body: 'an order' }));
      const { families, samples } = await serveRequest(() => {});
      load({ store }).push(families, samples);
    }
    const output = /<!-- output -->\n```text\n([\s\S]*?)```/.exec(page)![1]!.trim().split('\n');
    expect(output.length).toBe(3);
    const exposition = load({ store }).text().split('\n');
    for (const line of output) expect(exposition).toContain(line);
  });

  it('times with its timers, and counts with its exemplar', async () => {
    const { find, pay } = { ...example(1, ['find']), ...example(2, ['pay']) } as unknown as {
      find: (key: string) => Promise<string>;
      pay: (method: string, invoice: string) => void;
    };
    await serveRequest(() => {});
    expect(await find('x')).toBe('value of x');
    pay('card', '17');
    const { samples, exemplars } = await serveRequest(() => {});
    expect(samples.map(({ labels }) => labels.val)).toEqual([['miss'], ['all'], ['card']]);
    expect(exemplars).toEqual([{ sample: 2, labels: [['invoice', '17']], value: 1 }]);
  });

  it('lists the kinds of metrics, each with every call that it has', () => {
    const made = {
      counter: metrics.counter('c', { help: 'C', labelNames: [] }),
      gauge: metrics.gauge('g', { help: 'G', labelNames: [] }),
      histogram: metrics.histogram('h', { help: 'H', labelNames: [] }),
    };
    const rows = rowsUnder('## What there is');
    expect(rows.map(([first]) => first)).toEqual(
      Object.keys(metrics)
        .filter((name) => name !== 'setDefaultLabels')
        .map((name) => `\`metrics.${name}\``),
    );
    for (const [first, second] of rows) {
      const metric = made[first.slice(9, -1) as keyof typeof made] as unknown as Record<string, unknown> | undefined;
      if (!metric) continue;
      const inherited = [...methodsOf(metric), 'inc', 'observe'].filter((name) => typeof metric[name] === 'function');
      const inside = /^(constructor|_.*|incWith.*|observeWith.*|updateExemplar|getForPromString)$/;
      expect(codes(second).sort(), first).toEqual([...new Set(inherited)].filter((name) => !inside.test(name)).sort());
    }
  });

  it('lists every reason, and the bounds', () => {
    const [heading, ...reasons] = rowsUnder('## When a call is wrong').flatMap(([first]) => codes(first));
    expect([heading, ...reasons]).toEqual(['reason', ...refusedCalls.labels[1].values]);
    expect(page).toContain(`Up to ${maxNativeObservations.toLocaleString('en')} observations`);
  });

  it('names of prom-client what there is', () => {
    const named = rowsUnder('## Code that uses prom-client').flatMap(([first]) => codes(first));
    const options = ['registers', 'enableExemplars'];
    expect(named.length).toBeGreaterThan(8);
    for (const name of named) if (!options.includes(name)) expect(promClient).toHaveProperty(name);
  });
});

function methodsOf(metric: object): string[] {
  const names: string[] = [];
  for (let at = Object.getPrototypeOf(metric); at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    names.push(...Object.getOwnPropertyNames(at));
  }
  return names;
}
