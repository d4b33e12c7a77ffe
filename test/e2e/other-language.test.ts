// A tool that is not JavaScript, all the way: C, compiled by clang, which pushes through the WIT interface alone.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type App, startApp } from '../support/app.ts';
import { buildC, cTools } from '../support/c-component.ts';
import { parseExposition, scrape } from '../support/exposition.ts';
import { describeWith } from '../support/programs.ts';

const local = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const sources = ['tool.c', 'memory.c'].map((file) => local(`../fixtures/c-tool/${file}`));
const out = local('../../build/fixtures/c-tool.wasm');

const ownLines = (text: string) => text.split('\n').filter((line) => line.startsWith('c_tool_'));

describeWith(cTools, 'a tool in C', () => {
  let app: App;
  let component: Uint8Array;

  beforeAll(async () => {
    component = await buildC(sources, 'instrumented');
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, component);
    app = await startApp({ manifest: local('../fixtures/c-tool/spin.toml') });
  });

  afterAll(() => app?.stop());

  const call = async (path: string) => {
    const response = await fetch(`${app.url}${path}`);
    return { status: response.status, text: await response.text() };
  };

  it('is a small component, the same from every build', async () => {
    expect(component.length).toBeLessThan(20_000);
    expect(await buildC(sources, 'instrumented')).toEqual(component);
  });

  it('counts every request exactly, in every kind of metric, while many come at once', async () => {
    const [lanes, callsPerLane] = [8, 50];
    const lane = async () => {
      for (let i = 0; i < callsPerLane; i++) expect(await call('/count')).toEqual({ status: 200, text: 'counted\n' });
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    const calls = lanes * callsPerLane;
    const text = await scrape(app.url);
    const own = [...parseExposition(text)].filter(([series]) => series.startsWith('c_tool_'));
    expect(Object.fromEntries(own)).toEqual({
      'c_tool_calls_total{outcome="success",tool="count"}': calls,
      c_tool_path_bytes: '/count'.length,
      'c_tool_step_seconds_bucket{le="0.01"}': 0,
      'c_tool_step_seconds_bucket{le="0.1"}': calls,
      'c_tool_step_seconds_bucket{le="1"}': 2 * calls,
      'c_tool_step_seconds_bucket{le="+Inf"}': 2 * calls,
      c_tool_step_seconds_sum: (0.0625 + 0.5) * calls,
      c_tool_step_seconds_count: 2 * calls,
      'c_tool_findings_total{language="C",severity="low"}': 2 * calls,
    });
    expect(text).toContain('# HELP c_tool_calls_total Calls by tool and outcome\n# TYPE c_tool_calls_total counter\n');
    expect(text).toContain('# TYPE c_tool_path_bytes gauge\n');
    expect(text).toContain('# TYPE c_tool_step_seconds histogram\n');
  });

  it('learns which rule a batch breaks, and nothing of that batch is counted', async () => {
    const before = ownLines(await scrape(app.url));
    const { status, text } = await call('/bad-name');
    expect(status).toBe(500);
    expect(text).toMatch(/^metric "sidecars_registry_calls": the registry keeps this name for itself/);
    expect(ownLines(await scrape(app.url))).toEqual(before);
  });

  it('cannot push what is not UTF-8: the host stops the call before the registry sees it', async () => {
    const before = ownLines(await scrape(app.url));
    const { status, text } = await call('/invalid-utf8');
    expect(status).toBe(500);
    expect(text).not.toBe('counted\n');
    expect(ownLines(await scrape(app.url))).toEqual(before);
  });

  describeWith(['promtool'], 'promtool check metrics', () => {
    it('accepts what it pushed without a remark', async () => {
      const judge = spawnSync('promtool', ['check', 'metrics'], { input: await scrape(app.url), encoding: 'utf8' });
      expect(judge.stdout + judge.stderr).toBe('');
      expect(judge.status).toBe(0);
    });
  });
});
