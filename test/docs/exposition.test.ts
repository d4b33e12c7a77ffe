// docs/exposition.md says what the exporter does.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import * as scrape from '../../catalogue/scrape.ts';
import { negotiate } from '../../components/prometheus-exporter/negotiate.ts';
import { describeWith } from '../support/programs.ts';

const file = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
const page = file('docs/exposition.md');
const block = (language: string) => new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(page)![1]!;

describe('docs/exposition.md', () => {
  it('lists every Accept header with the format it gets', () => {
    const table = page.slice(page.indexOf('| `Accept`'), page.indexOf('With `escaping='));
    const accepted = [...table.matchAll(/^\| `([a-z]+\/[^`]+)` \| (.*) \|$/gm)];
    expect(accepted.length).toBeGreaterThan(2);
    for (const [, accept, answer] of accepted) {
      const { contentType } = negotiate(accept!);
      expect(contentType).toContain(accept!.split(';')[0]);
      const version = /version=([\d.]+)/.exec(contentType)?.[1];
      if (version) expect(answer).toContain(version);
    }
  });

  it('lists the metrics of a scrape, with every outcome', () => {
    const rows = [...page.matchAll(/^\| `(sidecars_\w+)` \| (\w+) \|/gm)].map(([, name, kind]) => [name, kind]);
    const metrics = [scrape.scrapes, scrape.scrapeDuration, scrape.scrapeSize];
    expect(rows).toEqual(metrics.map(({ name, kind }) => [name, kind]));
    for (const outcome of scrape.scrapes.labels[0].values) expect(page).toContain(`\`${outcome}\``);
  });

  it('turns protection on with the lines that the demo has', () => {
    const { variables, component } = parse(block('toml')) as Record<string, Record<string, unknown>>;
    const demo = parse(file('spin.toml')) as Record<string, Record<string, Record<string, unknown>>>;
    expect(demo.variables).toMatchObject(variables!);
    expect(demo.component!['prometheus-exporter']).toMatchObject(component!['prometheus-exporter'] as object);
    expect(page).toContain('SPIN_VARIABLE_METRICS_SECRET=');
  });

  describeWith(['promtool'], 'promtool', () => {
    it('takes its scrape configuration', () => {
      const config = join(mkdtempSync(join(tmpdir(), 'sidecars-docs-')), 'prometheus.yml');
      writeFileSync(config, block('yaml').replace('/etc/prometheus/metrics-secret', '/dev/null'));
      const { status, stdout, stderr } = spawnSync('promtool', ['check', 'config', config], { encoding: 'utf8' });
      rmSync(dirname(config), { recursive: true });
      expect(`${stdout}${stderr}`).toContain('is valid');
      expect(status).toBe(0);
    });
  });
});
