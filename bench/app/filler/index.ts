// Guest, benchmarks. Does to the registry what the query asks for and says what it cost, by the clock around the calls:
//   ?do=fill&first=0&count=1000    makes these series, in families of 1,000
//   ?do=touch&pushes=9&series=1000 pushes of 4 samples, on series spread over all that `fill` made
//   ?do=work&pushes=9&families=3   pushes of the work in workload.ts; a fourth family is a second histogram
//   ?do=fold                       folds until nothing is left
import { type Family, fold, push, type Sample } from 'sidecars:metrics/registry@0.1.0';
import { buckets, duration, helps, labelNames, labelSets, labelValues, names } from '../../workload.ts';

/** What one family may hold by default. */
const familySeries = 1000;
const fillSamples = 500;
const touchedSamples = 4;
/** A prime: steps of it visit all series and never two of one family in a row. */
const stride = 7919;

const family = (name: string, kind: Family['kind'], help: string, names: readonly string[]): Family => ({
  name,
  kind,
  help,
  unit: '',
  labels: { tag: 'closed', val: [...names] },
  native: false,
  buckets: Float64Array.from(kind === 'histogram' ? buckets : []),
});

const workFamilies = [
  family(names.counter, 'counter', helps.counter, labelNames),
  family(names.gauge, 'gauge', helps.gauge, labelNames),
  family(names.histogram, 'histogram', helps.histogram, labelNames),
  family('bench_wait_duration_seconds', 'histogram', 'Time a call waits', labelNames),
];

interface Batch {
  families: Family[];
  samples: Sample[];
}

/** Adds 1 to each of these series. */
function seriesBatch(indices: number[]): Batch {
  const numbers = [...new Set(indices.map((index) => Math.floor(index / familySeries)))];
  return {
    families: numbers.map((number) =>
      family(`bench_series_${number}_total`, 'counter', 'Requests by series', ['component', 'series']),
    ),
    samples: indices.map((index) => ({
      family: numbers.indexOf(Math.floor(index / familySeries)),
      labels: { tag: 'values', val: ['bench', String(index)] },
      change: { tag: 'add', val: 1 },
    })),
  };
}

function workBatch(set: number, families: number): Batch {
  const labels = { tag: 'values' as const, val: labelValues(set) };
  const samples: Sample[] = [
    { family: 0, labels, change: { tag: 'add', val: 1 } },
    { family: 1, labels, change: { tag: 'set', val: set } },
    { family: 2, labels, change: { tag: 'observe', val: Float64Array.of(duration(set)) } },
    { family: 3, labels, change: { tag: 'observe', val: Float64Array.of(duration(set + 1)) } },
  ];
  return { families: workFamilies.slice(0, families), samples: samples.slice(0, families) };
}

/** The batches are made before the clock starts. */
function pushAll(batches: Batch[]): object {
  const started = performance.now();
  for (const { families, samples } of batches) push({ requests: [], families, samples, exemplars: [] });
  return { pushes: batches.length, milliseconds: performance.now() - started };
}

function foldAll(): object {
  const started = performance.now();
  let merged = 0;
  for (;;) {
    const report = fold();
    merged += report.merged;
    if (report.remaining === 0) return { merged, milliseconds: performance.now() - started };
  }
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

function answer(url: URL): object {
  const number = (name: string) => Number(url.searchParams.get(name));
  const first = number('first');
  const action = url.searchParams.get('do');
  if (action === 'fold') return foldAll();
  if (action === 'fill') {
    const indices = range(number('count')).map((index) => first + index);
    const batches = range(Math.ceil(indices.length / fillSamples)).map((index) =>
      seriesBatch(indices.slice(index * fillSamples, (index + 1) * fillSamples)),
    );
    return pushAll(batches);
  }
  const pushes = range(number('pushes'));
  if (action === 'work')
    return pushAll(pushes.map((index) => workBatch((first + index) % labelSets, number('families'))));
  const series = number('series');
  const touched = (index: number) =>
    range(touchedSamples).map((sample) => (((first + index) * touchedSamples + sample) * stride) % series);
  return pushAll(pushes.map((index) => seriesBatch(touched(index))));
}

addEventListener('fetch', (event: FetchEvent) => event.respondWith(Response.json(answer(new URL(event.request.url)))));
