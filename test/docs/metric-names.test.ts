// Pages, alert rules, dashboards and fixtures name only metrics that exist, with labels that they have.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isNamedBy, metricErrors, metricNames, metricOf } from '../support/metric-names.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Names that are not ours. One that comes into the catalogue, or is named nowhere any more, must leave this list. */
const foreign = [
  // the examples of the guide and of the README: what a user counts
  'items_processed_total',
  'orders_total',
  'processing_duration_seconds',
  // the example of docs/tutorial-existing-app.md
  'greetings_total',
  // the examples of docs/metrics.md
  'build_info',
  'lookup_seconds',
  'order_size_bytes',
  'payments_total',
  // fields of the access log
  'duration_seconds',
  'request_bytes',
  'response_bytes',
  // made up in docs/registry.md
  'x_count',
  // the examples of docs/host-telemetry.md: what other senders call theirs
  'http_server_active_requests',
  'spin_component_memory_used_on_init_bytes',
];

/** CHANGELOG.md is left out: it names what once was. */
const scanned = ['README.md', 'ARCHITECTURE.md', 'docs', 'monitoring', 'test/fixtures/guide'];

function filesIn(path: string): string[] {
  if (!existsSync(join(root, path))) return [];
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path)).flatMap((name) => filesIn(`${path}/${name}`));
}

const texts = scanned.flatMap(filesIn).map((path) => [path, readFileSync(join(root, path), 'utf8')] as const);

describe('a metric that is named', () => {
  it.each(texts)('exists: %s', (_, text) => {
    expect(metricErrors(text, foreign)).toEqual([]);
  });

  it('is foreign only while it is not in the catalogue and somebody names it', () => {
    const named = texts.flatMap(([, text]) => metricNames(text));
    expect(foreign.filter((name) => metricOf(name) || !named.some((found) => isNamedBy(name, found)))).toEqual([]);
  });
});
