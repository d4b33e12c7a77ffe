// Guest, build time. Runs the bindings of `push` when no host is there, so that they are compiled and frozen into the
// component: one of everything that a push can hold, and last a value that cannot be lowered, so that the call ends
// before it would leave the guest.
import { type Batch, type Family, push, type Sample } from 'sidecars:metrics/registry@0.1.0';

const family = (kind: Family['kind'], labels: Family['labels'], buckets: number[] = []): Family => ({
  name: 'warm_up',
  kind,
  help: 'Warm-up',
  unit: '',
  labels,
  buckets: Float64Array.from(buckets),
  native: false,
});

const values: Sample['labels'] = { tag: 'values', val: ['a'] };
const pairs: Sample['labels'] = { tag: 'pairs', val: [['a', 'b']] };

const batch: Batch = {
  requests: [
    {
      component: '',
      method: 'POST',
      route: '/',
      status: 200,
      durationSeconds: 0,
      requestBytes: 0,
      responseBytes: 0,
      exemplar: [['trace_id', 'a']],
    },
  ],
  families: [
    family('counter', { tag: 'open' }),
    family('gauge', { tag: 'closed', val: ['a'] }),
    family('histogram', { tag: 'closed', val: ['a'] }, [1]),
  ],
  samples: [
    { family: 0, labels: pairs, change: { tag: 'add', val: 1 } },
    { family: 1, labels: values, change: { tag: 'set', val: 1 } },
    { family: 2, labels: values, change: { tag: 'observe', val: Float64Array.of(1) } },
    { family: 2, labels: values, change: { tag: 'merge', val: { counts: BigUint64Array.of(1n, 0n), sum: 1 } } },
  ],
  exemplars: [
    { sample: 0, labels: [['trace_id', 'a']], value: 1 },
    { sample: 0, labels: [], value: Symbol() as unknown as number },
  ],
};

export function warmPush(): void {
  try {
    push(batch);
  } catch {
    // expected: a symbol is no number
  }
}
