// docs/logging.md names every setting and every field name that is hidden, and no others.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/build/paths.ts';
import { redaction } from '../../sdk/log/redaction.ts';

const page = readFileSync(join(root, 'docs/logging.md'), 'utf8');
const settings = page.split('## Settings\n')[1]!.split('\n## ')[0]!;

describe('docs/logging.md', () => {
  it('lists the settings that are read, all of them', () => {
    const folder = join(root, 'sdk/log');
    const sources = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    const read = sources.flatMap((text) =>
      [...text.matchAll(/'((?:LOG|RUST|SPIN)_[A-Z_]+)'/g)].map(([, name]) => name!),
    );
    const named = [...settings.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell]) => cell!.match(/[A-Z]+_[A-Z_]+/g)!);
    expect(new Set(named)).toEqual(new Set([...read, 'SIDECARS_COMPONENT']));
  });

  it('names the fields that are hidden', () => {
    const line = page.split('\n').find((text) => text.includes('[redacted]'))!;
    const names = [...line.matchAll(/`([a-z]+(?:_[a-z]+)*)`/g)].map(([, name]) => name!);
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) expect(redaction([])(name), name).toBe(true);
  });

  it('shows a line as it is', () => {
    const [, example] = /```json\n(.*)\n```/.exec(page)!;
    expect(Object.keys(JSON.parse(example!)).slice(0, 6)).toEqual([
      'timestamp',
      'level',
      'component',
      'message',
      'trace_id',
      'span_id',
    ]);
  });
});
