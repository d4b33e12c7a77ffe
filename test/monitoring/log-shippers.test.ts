// The configurations of log shippers: they read the same files and write to the same places. That rsyslog's works is shown
// by test/e2e/log-shipping.test.ts; Vector's program runs where its language is installed (`cargo install vrl -F cli`).
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from '../../scripts/build/paths.ts';
import { jsonLine } from '../../sdk/log/line.ts';
import { describeWith } from '../support/programs.ts';
import { withFiles } from '../support/temporary-files.ts';

const folder = join(root, 'monitoring');
const read = (path: string) => readFileSync(join(folder, path), 'utf8');

const readers = ['rsyslog/20-ftl-app.conf', 'fluentd/tail.conf', 'vector/vector.yaml', 'alloy/config.alloy'];
const toElasticsearch = ['rsyslog/10-ftl-ship-elasticsearch.conf', 'fluentd/ship.conf', 'vector/vector.yaml'];

describe('a log shipper', () => {
  it.each(readers)('%s reads what the components print to both streams', (path) => {
    expect(read(path)).toContain('/var/log/ftl-app/*_std*.txt');
  });

  it.each(toElasticsearch)('%s makes new documents of the data stream ftl-logs', (path) => {
    expect(read(path)).toMatch(/(searchIndex="|index_name |index: )ftl-logs\b/);
    expect(read(path)).toMatch(/(writeoperation="|write_operation |action: )create\b/);
    const { index_patterns, data_stream } = JSON.parse(read('elasticsearch/index-template.json'));
    expect([index_patterns, data_stream]).toEqual([['ftl-logs*'], {}]);
  });
});

describe('Fluentd', () => {
  it.each(readdirSync(join(folder, 'fluentd')))('%s closes every section and includes files that exist', (name) => {
    const open: string[] = [];
    for (const line of read(`fluentd/${name}`).split('\n')) {
      const [, end, tag] = /^\s*<(\/?)(\w+)[^>]*>$/.exec(line) ?? [];
      if (end) expect(open.pop(), line).toBe(tag);
      else if (tag) open.push(tag);
      const [, included] = /^@include (\S+)/.exec(line) ?? [];
      if (included) expect(existsSync(join(folder, 'fluentd', included)), included).toBe(true);
    }
    expect(open).toEqual([]);
  });
});

interface VectorPart {
  type: string;
  inputs?: string[];
  source?: string;
}
const vector = parse(read('vector/vector.yaml')) as Record<
  'sources' | 'transforms' | 'sinks',
  Record<string, VectorPart>
>;

describe('Vector', () => {
  it('leads what it reads to Loki', () => {
    const chain = ['loki'];
    while (!(chain[0]! in vector.sources)) {
      const { inputs } = { ...vector.transforms, ...vector.sinks }[chain[0]!]!;
      chain.unshift(inputs![0]!);
    }
    expect(chain).toEqual(['ftl_app', 'ftl_fields', 'loki']);
  });
});

describeWith(['vrl'], 'Vector’s program', () => {
  const event = (message: string) =>
    JSON.stringify({ message, file: '/var/log/ftl-app/items-ts_stderr.txt', host: 'h', timestamp: 'when it was read' });

  function run(...lines: string[]): string[] {
    return withFiles(
      { 'program.vrl': vector.transforms.ftl_fields!.source!, 'events.json': lines.map(event).join('\n') },
      (path) => {
        const args = ['-p', path('program.vrl'), '-i', path('events.json')];
        const { stdout } = spawnSync('vrl', [...args, '--print-object'], { encoding: 'utf8' });
        return stdout.trim().split('\n');
      },
    );
  }

  it('makes fields of a line, and keeps the text of one that is no JSON', () => {
    const fields = { tool: 'weather', error: { type: 'RangeError', causes: [null, 1.5] } };
    const entry = { time: new Date('2026-11-24T03:30:00.123Z'), level: 'info', component: 'items-ts' } as const;
    const [line, text] = run(
      jsonLine({ ...entry, message: 'a "b"', fields }, () => false),
      'thread panicked',
    );
    expect(line).toBe(
      `{ "@timestamp": t'2026-11-24T03:30:00.123Z', "component": "items-ts", "error": { "causes": [null, 1.5], "type": "RangeError" }, "host": "h", "job": "ftl-app", "level": "info", "message": "a \\"b\\"", "timestamp": t'2026-11-24T03:30:00.123Z', "tool": "weather" }`,
    );
    expect(text).toBe(
      '{ "@timestamp": "when it was read", "component": "items-ts", "host": "h", "job": "ftl-app", "level": "unknown", "message": "thread panicked", "timestamp": "when it was read" }',
    );
  });
});
