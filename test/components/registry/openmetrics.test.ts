// OpenMetrics, and names in quotes: byte for byte, and before the strict parser of Prometheus' Python client.
import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeWith } from '../../support/programs.ts';
import { add, family, merge, observe, pairs, pushOne, set, values } from './support/batches.ts';
import { MemoryStore } from './support/memory-store.ts';
import { type Instance, loadRegistry, type Options } from './support/registry.ts';

let instantiate: (options: Options) => Instance;
beforeAll(async () => {
  instantiate = await loadRegistry();
});

const fresh = () => instantiate({ store: new MemoryStore() });

/** The exposition without the registry's own metrics. */
const foreign = (text: string) =>
  text
    .split('\n')
    .filter((line) => !line.includes('sidecars_'))
    .join('\n');

describe('OpenMetrics', () => {
  it('names counters with and without _total, says units, writes whole bounds with a point, and ends', () => {
    const registry = fresh();
    pushOne(registry, family('counter', 'a_seconds_total', ['x'], { unit: 'seconds' }), values('y'), add(1.5));
    pushOne(registry, family('counter', 'hits', []), values(), add(3));
    pushOne(registry, family('gauge', 'b_bytes', [], { unit: 'bytes', help: 'say "hi"\\\n' }), values(), set(2));
    const buckets = Float64Array.of(0.5, 1, 1e21);
    pushOne(registry, family('histogram', 'c', ['x'], { buckets }), values('y'), merge([1, 0, 0, 1], 7.5));
    expect(foreign(registry.text({ format: 'openmetrics' }))).toMatchInlineSnapshot(`
      "# HELP a_seconds Help of a_seconds_total.
      # TYPE a_seconds counter
      # UNIT a_seconds seconds
      a_seconds_total{x="y"} 1.5
      # HELP b_bytes say \\"hi\\"\\\\\\n
      # TYPE b_bytes gauge
      # UNIT b_bytes bytes
      b_bytes 2
      # HELP c Help of c.
      # TYPE c histogram
      c_bucket{x="y",le="0.5"} 1
      c_bucket{x="y",le="1.0"} 1
      c_bucket{x="y",le="1e+21"} 1
      c_bucket{x="y",le="+Inf"} 2
      c_sum{x="y"} 7.5
      c_count{x="y"} 2
      # HELP hits Help of hits.
      # TYPE hits counter
      hits_total 3
      # EOF
      "
    `);
  });

  it('falls back to the type unknown where the name of a counter would be another family’s', () => {
    const registry = fresh();
    pushOne(registry, family('counter', 'jobs_total', []), values(), add(1));
    pushOne(registry, family('gauge', 'jobs', []), values(), set(2));
    expect(foreign(registry.text({ format: 'openmetrics' }))).toContain(
      '# TYPE jobs gauge\njobs 2\n# HELP jobs_total Help of jobs_total.\n# TYPE jobs_total unknown\njobs_total 1\n',
    );
  });
});

describe('names in quotes, for those who ask for them', () => {
  it('stand in the braces', () => {
    const registry = fresh();
    pushOne(registry, family('counter', 'käse.hits_total', ['a.b']), values('x'), add(1));
    pushOne(registry, family('gauge', 'say "hi"\\', []), values(), set(1));
    const buckets = Float64Array.of(1);
    pushOne(registry, family('histogram', 'öl', undefined, { buckets }), pairs({ z: 'v' }), observe(1));
    expect(foreign(registry.text({ escaping: 'allow-utf8' }))).toMatchInlineSnapshot(`
      "# HELP "käse.hits_total" Help of käse.hits_total.
      # TYPE "käse.hits_total" counter
      {"käse.hits_total","a.b"="x"} 1
      # HELP "say \\"hi\\"\\\\" Help of say "hi"\\\\.
      # TYPE "say \\"hi\\"\\\\" gauge
      {"say \\"hi\\"\\\\"} 1
      # HELP "öl" Help of öl.
      # TYPE "öl" histogram
      {"öl_bucket",z="v",le="1"} 1
      {"öl_bucket",z="v",le="+Inf"} 1
      {"öl_sum",z="v"} 1
      {"öl_count",z="v"} 1
      "
    `);
    expect(registry.text({ escaping: 'allow-utf8', format: 'openmetrics' })).toContain(
      '# TYPE "käse.hits" counter\n{"käse.hits_total","a.b"="x"} 1\n',
    );
  });
});

describe('families by name', () => {
  it('are the only ones shown, the registry’s own included', () => {
    const registry = fresh();
    for (const name of ['a', 'b', 'c']) pushOne(registry, family('gauge', name, []), values(), set(1));
    const names = (families: string[]) => registry.text({ families }).match(/^# TYPE \S+/gm);
    expect(names(['c', 'a', 'nothing'])).toEqual(['# TYPE a', '# TYPE c']);
    expect(names(['sidecars_registry_series', 'sidecars_registry_pushes_total'])).toEqual([
      '# TYPE sidecars_registry_pushes_total',
      '# TYPE sidecars_registry_series',
    ]);
    expect(registry.text({ families: ['nothing'], format: 'openmetrics' })).toBe('# EOF\n');
  });
});

const strict = `
import sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families
for family in text_string_to_metric_families(sys.stdin.read()):
    for sample in family.samples:
        print(family.name, family.type, family.unit, sample.name, sorted(sample.labels.items()), float(sample.value))
`;
// Debian's packages belong to its own Python, which need not be the first on the PATH
const python = ['python3', '/usr/bin/python3'].find(
  (program) => spawnSync(program, ['-c', 'import prometheus_client.openmetrics.parser']).status === 0,
);

describeWith(['python3'], 'the strict parser of the Python client', () => {
  it.skipIf(python === undefined)(
    'reads all of it, every value as it was (skipped without python3-prometheus-client)',
    () => {
      const registry = fresh();
      const hostile = 'say "hi"\\\n🦊';
      pushOne(registry, family('counter', 'a_total'), pairs({ a: hostile }), add(0.1));
      pushOne(registry, family('counter', 'plain', []), values(), add(2));
      pushOne(registry, family('gauge', 'depth', []), values(), set(Number.NaN));
      const buckets = Float64Array.of(0.5, 1, 10);
      const duration = family('histogram', 'duration_seconds', ['x'], { unit: 'seconds', buckets });
      pushOne(registry, duration, values('y'), observe(0.2, 5));
      const judge = spawnSync(python!, ['-c', strict], {
        input: registry.text({ format: 'openmetrics' }),
        encoding: 'utf8',
      });
      expect(judge.stderr).toBe('');
      expect(judge.stdout).toContain("a counter  a_total [('a', 'say \"hi\"\\\\\\n🦊')] 0.1\n");
      expect(judge.stdout).toContain('plain counter  plain_total [] 2.0\n');
      expect(judge.stdout).toContain('depth gauge  depth [] nan\n');
      expect(judge.stdout).toContain(
        "duration_seconds histogram seconds duration_seconds_bucket [('le', '1.0'), ('x', 'y')] 1.0\n",
      );
      expect(judge.stdout).toContain('sidecars_registry_pushes counter  sidecars_registry_pushes_total [] 4.0\n');
    },
  );
});
