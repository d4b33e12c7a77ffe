// Exemplars: the newest of each bucket, bounded, in the formats that have them.
import { beforeAll, describe, expect, it } from 'vitest';
import { add, errorOf, family, observe, set, values } from './support/batches.ts';
import { MemoryStore } from './support/memory-store.ts';
import { readFamilies } from './support/protobuf.ts';
import { type Batch, everything, type Instance, loadRegistry, type Options } from './support/registry.ts';

let instantiate: (options: Options) => Instance;
beforeAll(async () => {
  instantiate = await loadRegistry();
});

const seconds = 1_700_000_000;
const at = (offset: number) => () => BigInt(seconds + offset) * 1_000_000_000n + 250_000_000n;
const trace = (id: string): [string, string][] => [['trace_id', id]];
const counter = family('counter', 'c_total', ['x']);
const histogram = family('histogram', 'h', ['x']);

/** Pushes an increment and an observation, each with an exemplar. */
function push(registry: Instance, id: string, value: number, label = 'y') {
  const labels = values(label);
  registry.push(
    [counter, histogram],
    [
      { family: 0, labels, change: add(value) },
      { family: 1, labels, change: observe(value) },
    ],
    {
      exemplars: [
        { sample: 0, labels: trace(id), value },
        { sample: 1, labels: trace(id), value },
      ],
    },
  );
}

const linesOf = (registry: Instance) => registry.text({ format: 'openmetrics' }).match(/^.* # .*$/gm) ?? [];

describe('exemplars', () => {
  it('stand behind the counter and the bucket that they belong to, with the time of the push', () => {
    const store = new MemoryStore();
    push(instantiate({ store, now: at(0) }), 'a', 0.5);
    push(instantiate({ store, now: at(1) }), 'b', 100);
    expect(linesOf(instantiate({ store }))).toEqual([
      `c_total{x="y"} 100.5 # {trace_id="b"} 100 ${seconds + 1}.25`,
      `h_bucket{x="y",le="1.0"} 1 # {trace_id="a"} 0.5 ${seconds}.25`,
      `h_bucket{x="y",le="+Inf"} 2 # {trace_id="b"} 100 ${seconds + 1}.25`,
    ]);
  });

  it('give way to newer ones, not to older ones that arrive late', () => {
    const store = new MemoryStore();
    push(instantiate({ store, now: at(5) }), 'new', 0.5);
    instantiate({ store }).fold();
    push(instantiate({ store, now: at(3) }), 'late', 0.5);
    expect(linesOf(instantiate({ store })).every((line) => line.includes('"new"'))).toBe(true);
    push(instantiate({ store, now: at(6) }), 'newer', 0.6);
    expect(linesOf(instantiate({ store })).every((line) => line.includes('"newer"} 0.6'))).toBe(true);
  });

  it('never stand in the text format', () => {
    const registry = instantiate({ store: new MemoryStore() });
    push(registry, 'a', 1);
    expect(registry.text()).not.toContain('trace_id');
  });

  it('are in the protobuf format', () => {
    const registry = instantiate({ store: new MemoryStore(), now: at(0) });
    push(registry, 'say "hi"', 5);
    const { content } = registry.expose({ ...everything, format: 'protobuf', families: ['c_total', 'h'] });
    const [counters, histograms] = readFamilies(content);
    const exemplar = { labels: { trace_id: 'say "hi"' }, value: 5, time: seconds * 1000 + 250 };
    expect(counters!.metrics[0]!.exemplar).toEqual(exemplar);
    expect(histograms!.metrics[0]!.histogram!.buckets.map((bucket) => bucket.exemplar)).toEqual([
      undefined,
      undefined,
      exemplar,
      undefined,
    ]);
  });

  it('of a native histogram without other buckets stand on their own', () => {
    const registry = instantiate({ store: new MemoryStore(), now: at(0) });
    const native = family('histogram', 'n', [], { buckets: new Float64Array(), native: true });
    const sample = { family: 0, labels: values(), change: observe(5) };
    registry.push([native], [sample], { exemplars: [{ sample: 0, labels: trace('a'), value: 5 }] });
    const { content } = registry.expose({ ...everything, format: 'protobuf', families: ['n'] });
    expect(readFamilies(content)[0]!.metrics[0]!.histogram!.exemplars).toMatchObject([{ value: 5 }]);
  });

  it('come with an HTTP request too, on its duration', () => {
    const registry = instantiate({ store: new MemoryStore(), now: at(0) });
    const request: Batch['requests'][number] = {
      component: 'x',
      method: 'GET',
      route: '/',
      status: 200,
      durationSeconds: 0.02,
      requestBytes: 0,
      responseBytes: 0,
      exemplar: trace('abc'),
    };
    registry.push([], [], { requests: [request] });
    expect(linesOf(registry)).toEqual([
      `http_request_duration_seconds_bucket{component="x",method="GET",route="/",status="200",le="0.025"} 1 # {trace_id="abc"} 0.02 ${seconds}.25`,
    ]);
  });

  it('are bounded: the oldest of a family gives way, one that is too long is left out', () => {
    const store = new MemoryStore();
    const environment = { SIDECARS_MAX_FAMILY_EXEMPLARS: '2' };
    for (let index = 0; index < 4; index++) {
      push(instantiate({ store, environment, now: at(index) }), `t${index}`, 1, `l${index}`);
    }
    const text = linesOf(instantiate({ store, environment })).join('\n');
    expect(text.match(/trace_id="t\d"/g)!.sort()).toEqual(['t2', 't2', 't3', 't3'].map((id) => `trace_id="${id}"`));
    const registry = instantiate({ store: new MemoryStore() });
    push(registry, 'é'.repeat(121), 1);
    expect(linesOf(registry)).toEqual([]);
    expect(registry.text()).toContain('c_total{x="y"} 1\n');
    expect(registry.text()).toContain('sidecars_registry_dropped_exemplars_total 2\n');
    push(registry, 'é'.repeat(120), 1);
    expect(linesOf(registry)).toHaveLength(2);
  });

  it('go with their series', () => {
    const store = new MemoryStore();
    const environment = { SIDECARS_SERIES_TTL_SECONDS: '10' };
    push(instantiate({ store, environment, now: at(0) }), 'a', 1, 'old');
    instantiate({ store, environment, now: at(1) }).fold();
    push(instantiate({ store, environment, now: at(20) }), 'b', 1, 'new');
    instantiate({ store, environment, now: at(20) }).fold();
    const text = instantiate({ store, environment, now: at(20) }).text({ format: 'openmetrics' });
    expect(text).not.toContain('"old"');
    expect(text).not.toContain('trace_id="a"');
    expect(text).toContain('trace_id="b"');
  });

  it.each<[Partial<Batch['exemplars'][number]>, string]>([
    [{ sample: 7 }, 'exemplar 0 is of sample 7, the batch has 2: give the index of a sample in the same batch'],
    [{ sample: 1 }, 'metric "g": exemplar 0 is of a gauge: only counters and histograms have them'],
    [{ value: Number.NaN }, 'metric "c_total": exemplar 0: its value is NaN: give a finite number'],
    [{ labels: [['le', 'x']] }, 'metric "c_total": exemplar 0: label name "le" is reserved'],
  ])('that make no sense are refused with their batch: %o', (wrong, expected) => {
    const registry = instantiate({ store: new MemoryStore() });
    const samples = [
      { family: 0, labels: values('y'), change: add(1) },
      { family: 1, labels: values(), change: set(1) },
    ];
    const exemplars = [{ sample: 0, labels: trace('a'), value: 1, ...wrong }];
    expect(errorOf(() => registry.push([counter, family('gauge', 'g', [])], samples, { exemplars }))).toBe(
      `invalid: ${expected}${expected.includes('reserved') ? ': rename the label' : ''}`,
    );
    expect(registry.text()).not.toContain('c_total');
  });
});
