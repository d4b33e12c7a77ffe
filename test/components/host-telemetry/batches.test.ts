import { expect, it } from 'vitest';
import { batchesOf } from '../../../components/host-telemetry/batches.ts';
import { family, total, values } from '../registry/support/batches.ts';

it('families and samples are pushed in parts that the registry takes, none lost and each with its family', () => {
  const all = Array.from({ length: 500 }, (_, index) => ({
    family: family('counter', `c${index}_total`, ['x']),
    samples: Array.from({ length: 7 }, (_, at) => ({ labels: values(`${index} ${at}`), change: total(1) })),
  }));
  const batches = batchesOf(all);
  const pushed = batches.flatMap(({ families, samples }) => {
    expect(families.length).toBeLessThanOrEqual(256);
    expect(samples.length).toBeLessThanOrEqual(1000);
    return samples.map(({ family, labels }) => `${families[family]!.name} ${labels.val}`);
  });
  expect(pushed).toEqual(
    all.flatMap(({ family: { name }, samples }) => samples.map(({ labels }) => `${name} ${labels.val}`)),
  );
});

it('nothing is no push', () => {
  expect(batchesOf([])).toEqual([]);
});
