// Label values from the outside, all the way through SDK, WIT, store and exposition; on the store `default`, a file.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildComponent } from '../../scripts/build/component.ts';
import { type App, startApp } from '../support/app.ts';
import { scrape, sumOf } from '../support/exposition.ts';
import { describeWith } from '../support/programs.ts';

let app: App;

beforeAll(async () => {
  await buildComponent({
    name: 'fixtures/pusher',
    folder: 'test/fixtures/pusher',
    language: 'typescript',
    world: 'instrumented',
  });
  app = await startApp({ manifest: fileURLToPath(new URL('../fixtures/pusher/spin.toml', import.meta.url)) });
});

afterAll(() => app?.stop());

const push = async (labels: unknown) =>
  (await fetch(`${app.url}/push`, { method: 'POST', body: JSON.stringify(labels) })).status;

describeWith(['promtool'], 'hostile label values', () => {
  it('come out as Prometheus escapes them, and nothing beside them is lost', async () => {
    expect(await push({ value: 'say "hi"\\\nand 🦊' })).toBe(200);
    expect(await push({ value: 'plain' })).toBe(200);
    expect(await push({ value: 'zero \0, return \r, half a fox \ud83e' })).toBe(200);
    const text = await scrape(app.url);
    expect(text).toContain('fixture_pushed_total{value="say \\"hi\\"\\\\\\nand 🦊"} 1\n');
    expect(text).toContain('fixture_pushed_total{value="plain"} 1\n');
    expect(text).toContain('fixture_pushed_total{value="zero \0, return \r, half a fox \ufffd"} 1\n');
    const judge = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
    expect(judge.stderr).toBe('');
    expect(judge.status).toBe(0);
  });

  it('do not fail the tool when a label name is impossible: the sample is lost, said so, the rest is kept', async () => {
    const before = await scrape(app.url);
    expect(await push({ 'not a name': 'x' })).toBe(200);
    expect(await push({ value: 'after' })).toBe(200);
    const after = await scrape(app.url);
    expect(after).toContain('fixture_pushed_total{value="after"} 1\n');
    const requests = (text: string) => sumOf(text, 'http_requests_total', { component: 'pusher', status: '200' });
    expect(requests(after) - requests(before)).toBe(2);
    expect(app.output()).toContain('not a name');
  });
});
