// What comes out of `expose`, byte for byte.
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

/** The exposition without the registry's own counters. */
const foreign = (text: string) =>
  text
    .split('\n')
    .filter((line) => !line.includes('sidecars_'))
    .join('\n');

describe('expose', () => {
  it('shows its own counters from zero, every cause, before anything was pushed', () => {
    expect(
      fresh()
        .text()
        .replace(/id="[0-9a-f]+"/, 'id="…"')
        .replace(/(snapshot_bytes) \d+/, '$1 …')
        .replace(/(start_time_seconds) [\d.]+/, '$1 …'),
    ).toMatchInlineSnapshot(`
      "# HELP sidecars_dropped_samples_total Samples that were pushed and not counted, by cause.
      # TYPE sidecars_dropped_samples_total counter
      sidecars_dropped_samples_total{reason="definition_conflict"} 0
      sidecars_dropped_samples_total{reason="exposition_limit"} 0
      sidecars_dropped_samples_total{reason="family_limit"} 0
      sidecars_dropped_samples_total{reason="family_series_limit"} 0
      sidecars_dropped_samples_total{reason="invalid"} 0
      sidecars_dropped_samples_total{reason="label_count_limit"} 0
      sidecars_dropped_samples_total{reason="label_length_limit"} 0
      sidecars_dropped_samples_total{reason="push_bytes_limit"} 0
      sidecars_dropped_samples_total{reason="push_samples_limit"} 0
      sidecars_dropped_samples_total{reason="series_limit"} 0
      # HELP sidecars_registry_dropped_exemplars_total Exemplars left out because they were too long or nothing had room for them.
      # TYPE sidecars_registry_dropped_exemplars_total counter
      sidecars_registry_dropped_exemplars_total 0
      # HELP sidecars_registry_expired_series_total Series forgotten because nobody pushed them for SIDECARS_SERIES_TTL_SECONDS.
      # TYPE sidecars_registry_expired_series_total counter
      sidecars_registry_expired_series_total 0
      # HELP sidecars_registry_folds_total Folds of the log into the snapshot, by outcome. Folds that found nothing to do are not counted.
      # TYPE sidecars_registry_folds_total counter
      sidecars_registry_folds_total{outcome="failed"} 0
      sidecars_registry_folds_total{outcome="lost"} 0
      sidecars_registry_folds_total{outcome="merged"} 1
      # HELP sidecars_registry_pushes_total Pushes merged into the snapshot.
      # TYPE sidecars_registry_pushes_total counter
      sidecars_registry_pushes_total 0
      # HELP sidecars_registry_replaced_families_total Families that began anew because other labels or buckets were pushed for them.
      # TYPE sidecars_registry_replaced_families_total counter
      sidecars_registry_replaced_families_total 0
      # HELP sidecars_registry_unreadable_entries_total Log entries in the store that could not be read and were put aside.
      # TYPE sidecars_registry_unreadable_entries_total counter
      sidecars_registry_unreadable_entries_total 0
      # HELP sidecars_registry_start_time_seconds Unix time when the registry began to count from zero.
      # TYPE sidecars_registry_start_time_seconds gauge
      sidecars_registry_start_time_seconds …
      # HELP sidecars_registry_info The registry whose numbers these are: two targets with one id expose the same totals.
      # TYPE sidecars_registry_info gauge
      sidecars_registry_info{id="…",storage="key-value"} 1
      # HELP sidecars_registry_families Metric families in the snapshot, without the registry's own.
      # TYPE sidecars_registry_families gauge
      sidecars_registry_families 0
      # HELP sidecars_registry_series Series in the snapshot, without the registry's own.
      # TYPE sidecars_registry_series gauge
      sidecars_registry_series 0
      # HELP sidecars_registry_snapshot_bytes Size of the snapshot in the store.
      # TYPE sidecars_registry_snapshot_bytes gauge
      sidecars_registry_snapshot_bytes …
      # HELP sidecars_registry_log_entries Pushes that were not in the snapshot yet when the scrape began.
      # TYPE sidecars_registry_log_entries gauge
      sidecars_registry_log_entries 0
      # HELP sidecars_registry_oldest_log_entry_age_seconds Age of the oldest push that was not in the snapshot yet when the scrape began; 0 without any.
      # TYPE sidecars_registry_oldest_log_entry_age_seconds gauge
      sidecars_registry_oldest_log_entry_age_seconds 0
      # HELP sidecars_registry_quarantined_entries Unreadable log entries kept in the store.
      # TYPE sidecars_registry_quarantined_entries gauge
      sidecars_registry_quarantined_entries 0
      "
    `);
  });

  it('writes counters and gauges sorted by name and by label text', () => {
    const registry = fresh();
    pushOne(registry, family('gauge', 'b_depth', ['queue']), values('z'), set(2.5));
    pushOne(registry, family('counter', 'a_total', ['path', 'method']), values('/', 'GET'), add(1));
    pushOne(registry, family('gauge', 'b_depth', ['queue']), values('a'), set(-3));
    pushOne(registry, family('counter', 'a_total', ['path', 'method']), values('/', 'GET'), add(2));
    expect(foreign(registry.text())).toMatchInlineSnapshot(`
      "# HELP a_total Help of a_total.
      # TYPE a_total counter
      a_total{method="GET",path="/"} 3
      # HELP b_depth Help of b_depth.
      # TYPE b_depth gauge
      b_depth{queue="a"} -3
      b_depth{queue="z"} 2.5
      "
    `);
  });

  it('writes histograms cumulatively, with observed and merged values in one', () => {
    const registry = fresh();
    const sizes = family('histogram', 'size_bytes', ['kind'], {
      unit: 'bytes',
      buckets: Float64Array.of(0.005, 1, 1e6, 1e21),
    });
    pushOne(registry, sizes, values('x'), observe(0.005, 0.0051, 1, 2e6));
    pushOne(registry, sizes, values('x'), merge([1, 0, 0, 0, 7], 0.25));
    pushOne(registry, sizes, values(''), observe());
    expect(foreign(registry.text())).toMatchInlineSnapshot(`
      "# HELP size_bytes Help of size_bytes.
      # TYPE size_bytes histogram
      size_bytes_bucket{le="0.005"} 0
      size_bytes_bucket{le="1"} 0
      size_bytes_bucket{le="1000000"} 0
      size_bytes_bucket{le="1e+21"} 0
      size_bytes_bucket{le="+Inf"} 0
      size_bytes_sum 0
      size_bytes_count 0
      size_bytes_bucket{kind="x",le="0.005"} 2
      size_bytes_bucket{kind="x",le="1"} 4
      size_bytes_bucket{kind="x",le="1000000"} 4
      size_bytes_bucket{kind="x",le="1e+21"} 5
      size_bytes_bucket{kind="x",le="+Inf"} 12
      size_bytes_sum{kind="x"} 2000001.2601
      size_bytes_count{kind="x"} 12
      "
    `);
  });

  it('shows a family without labels as 0 from its definition, one with labels not at all', () => {
    const registry = fresh();
    const definitions = [
      family('counter', 'c_total', []),
      family('gauge', 'g', [], { help: '' }),
      family('histogram', 'h', [], { buckets: Float64Array.of(1) }),
      family('counter', 'labelled_total', ['a']),
      family('counter', 'open_total'),
    ];
    registry.push(definitions, []);
    expect(foreign(registry.text())).toMatchInlineSnapshot(`
      "# HELP c_total Help of c_total.
      # TYPE c_total counter
      c_total 0
      # TYPE g gauge
      g 0
      # HELP h Help of h.
      # TYPE h histogram
      h_bucket{le="1"} 0
      h_bucket{le="+Inf"} 0
      h_sum 0
      h_count 0
      "
    `);
  });

  it('escapes backslash, quote and line feed, and keeps every other character', () => {
    const registry = fresh();
    const hostile = family('counter', 'hostile_total', undefined, { help: 'back\\slash\nand "quotes"' });
    pushOne(registry, hostile, pairs({ b: 'emoji 🦊', a: 'say "hi"\\\n' }), add(1));
    pushOne(registry, hostile, pairs({ a: 'nul \0 cr \r tab \t', b: '{},=' }), add(1));
    expect(registry.text()).toContain('# HELP hostile_total back\\\\slash\\nand "quotes"\n');
    expect(registry.text()).toContain('\nhostile_total{a="say \\"hi\\"\\\\\\n",b="emoji 🦊"} 1\n');
    expect(registry.text()).toContain('\nhostile_total{a="nul \0 cr \r tab \t",b="{},="} 1\n');
  });

  it('takes an empty label value for no label', () => {
    const registry = fresh();
    const open = family('counter', 'open_total');
    pushOne(registry, open, pairs({ a: '', b: 'x' }), add(1));
    pushOne(registry, open, pairs({ b: 'x' }), add(1));
    pushOne(registry, open, pairs({}), add(5));
    expect(foreign(registry.text())).toContain('open_total 5\nopen_total{b="x"} 2\n');
  });

  it('writes the values that are not finite as Prometheus does', () => {
    const registry = fresh();
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0]) {
      pushOne(registry, family('gauge', 'g', ['v']), values(String(value)), set(value));
    }
    expect(foreign(registry.text())).toMatchInlineSnapshot(`
      "# HELP g Help of g.
      # TYPE g gauge
      g{v="-Infinity"} -Inf
      g{v="0"} 0
      g{v="Infinity"} +Inf
      g{v="NaN"} NaN
      "
    `);
  });

  it('prints every number so that it reads back as the same number', () => {
    const registry = fresh();
    const numbers = sampleNumbers(19_000);
    const gauge = (at: number) => family('gauge', `g${Math.floor(at / 1000)}`, ['at']);
    for (let from = 0; from < numbers.length; from += 1000) {
      registry.push(
        [gauge(from)],
        numbers.slice(from, from + 1000).map((value, i) => ({
          family: 0,
          labels: values(String(from + i)),
          change: set(value),
        })),
      );
    }
    const printed = new Map<number, string>();
    for (const match of registry.text().matchAll(/^g\d+\{at="(\d+)"\} (\S+)$/gm))
      printed.set(Number(match[1]), match[2]!);
    const wrong = numbers.filter((value, at) => !Object.is(Number(printed.get(at)), value === 0 ? 0 : value));
    expect(wrong).toEqual([]);
    const longer = numbers.filter((value, at) => printed.get(at)!.length > String(value).length);
    expect(longer.length / numbers.length).toBeLessThan(0.01);
  });
});

describeWith(['promtool'], 'promtool check metrics', () => {
  it('accepts all of it without a remark', () => {
    const registry = fresh();
    pushOne(registry, family('counter', 'a_total'), pairs({ a: 'say "hi"\\\n🦊' }), add(0.1));
    pushOne(registry, family('gauge', 'depth', []), values(), set(Number.NaN));
    pushOne(
      registry,
      family('histogram', 'duration_seconds', ['x'], { unit: 'seconds' }),
      values('y'),
      observe(0.2, 5),
    );
    const judge = spawnSync('promtool', ['check', 'metrics'], { input: registry.text(), encoding: 'utf8' });
    expect(judge.stdout + judge.stderr).toBe('');
    expect(judge.status).toBe(0);
  });
});

/** Numbers of every magnitude and of every kind that is hard to print. Deterministic. */
function sampleNumbers(count: number): number[] {
  const numbers = [
    5e-324,
    Number.MAX_VALUE,
    Number.EPSILON,
    0.1 + 0.2,
    1 / 3,
    1e21,
    1e20,
    123456789012345680000,
    2 ** 53,
  ];
  const bits = new DataView(new ArrayBuffer(8));
  let state = 88172645463325252n;
  while (numbers.length < count) {
    state = BigInt.asUintN(64, state ^ (state << 13n));
    state ^= state >> 7n;
    state = BigInt.asUintN(64, state ^ (state << 17n));
    bits.setBigUint64(0, state);
    const kind = numbers.length % 4;
    const value =
      kind === 0
        ? bits.getFloat64(0)
        : kind === 1
          ? Number(state % 10_000_000n) / 1000
          : kind === 2
            ? Number(state) / 2 ** 64
            : Number(BigInt.asIntN(64, state));
    if (Number.isFinite(value)) numbers.push(value);
  }
  return numbers;
}
