// docs/logging.md says what the logger does, and the guide's example runs as it stands.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { logger } from 'spin-sidecars';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { levels } from '../../sdk/log/levels.ts';
import { maxLineBytes } from '../../sdk/log/line.ts';
import { forgetLogSettings, Logger } from '../../sdk/log/logger.ts';
import { phase } from '../../sdk/phase.ts';
import { takeLines } from '../support/guest/output.ts';

const read = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');
const page = read('../../docs/logging.md');
const source =
  ['settings', 'logger'].map((name) => read(`../../sdk/log/${name}.ts`)).join() + read('../../sdk/otlp/settings.ts');

beforeEach(() => {
  phase.isServing = true;
  forgetLogSettings();
});
afterEach(() => {
  phase.isServing = false;
});

const run = (code: string) => {
  new Function('logger', code.replace(/^import .*$/gm, ''))(logger);
  return takeLines().map(({ timestamp, component, trace_id, span_id, ...rest }) => rest);
};

describe('docs/logging.md', () => {
  it('has the guide’s example, and the line that it writes', () => {
    const [, code, line] = /```ts\n([\s\S]*?)```[\s\S]*?```json\n(.*)\n```/.exec(page)!;
    const { timestamp, component, trace_id, span_id, ...shown } = JSON.parse(line!);
    expect([timestamp, component, trace_id, span_id]).not.toContain(undefined);
    expect(run(code!)).toEqual([shown]);
    const guide = read('../fixtures/guide/logging.ts.txt').split('// Bad')[0]!;
    expect(run(guide)).toEqual([shown]);
  });

  it('names the methods, the levels and the variables that there are', () => {
    const own = Object.getOwnPropertyNames(Logger.prototype).filter((name) => name !== 'constructor' && name !== 'log');
    for (const name of own) expect(page).toContain(`\`logger.${name}\``);
    for (const level of levels) expect(page).toContain(`\`${level}\``);
    const table = page.slice(page.indexOf('| variable'), page.indexOf('## A line'));
    const named = [...table.matchAll(/`((?:LOG|OTEL|RUST|SPIN)_\w+)`/g)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(7);
    for (const name of named) expect(source).toContain(`'${name}'`);
    expect(page).toContain(`${maxLineBytes.toLocaleString('en')} bytes`);
  });
});
