// docs/alerting.md lists every alert with its severity, and every file.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/build/paths.ts';
import { alerts } from '../monitoring/rules.ts';

const page = readFileSync(join(root, 'docs/alerting.md'), 'utf8');

describe('docs/alerting.md', () => {
  it('lists every alert with its severity', () => {
    const listed = [...page.matchAll(/^\| \[(\w+)\]\(runbooks\/(\w+)\.md\) \| (\w+) \|/gm)].map((row) => row.slice(1));
    expect(listed).toEqual(expect.arrayContaining(alerts.map(({ alert, labels }) => [alert, alert, labels.severity])));
    expect(listed).toHaveLength(alerts.length);
  });

  it('names the files of rules that are there, all of them', () => {
    const files = [...page.matchAll(/^\| `(rules\/\w+\.yml)`/gm)].map(([, file]) => file!);
    const folder = readdirSync(join(root, 'monitoring/prometheus/rules'));
    expect(files.sort()).toEqual(folder.map((name) => `rules/${name}`).sort());
  });

  it('names the files that the configuration reads secrets from', () => {
    const text = readFileSync(join(root, 'monitoring/alertmanager/alertmanager.yml'), 'utf8');
    const read = [...text.matchAll(/_file: (\S+)$/gm)].map(([, file]) => file!);
    const named = [...page.matchAll(/^\| `(\/etc\/\S+)` \|/gm)].map(([, file]) => file!);
    expect(new Set(named)).toEqual(new Set(read));
  });
});
