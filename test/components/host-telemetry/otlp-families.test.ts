// The registry's exposition as OTLP, against the same exposition as text.
import { beforeAll, expect, it } from 'vitest';
import { batchesOf } from '../../../components/host-telemetry/batches.ts';
import { convert } from '../../../components/host-telemetry/convert.ts';
import { readExposition } from '../../../components/host-telemetry/exposition.ts';
import { otlpRequest } from '../../../components/host-telemetry/otlp-families.ts';
import { type MetricsRequest, metricsRequest } from '../../../otlp/metrics.ts';
import { decodeProtobuf, encodeProtobuf } from '../../../otlp/protobuf.ts';
import { parseExposition } from '../../support/exposition.ts';
import { add, family, observe, set, values } from '../registry/support/batches.ts';
import { MemoryStore } from '../registry/support/memory-store.ts';
import { readFamilies } from '../registry/support/protobuf.ts';
import { everything, type Instance, loadRegistry, type Options } from '../registry/support/registry.ts';

let instantiate: (options: Options) => Instance;
beforeAll(async () => {
  instantiate = await loadRegistry();
});

it('what was exported and comes back into another registry is what was there, native histograms included', () => {
  const from = instantiate({ store: new MemoryStore() });
  from.push(
    [
      family('counter', 'c_total', ['component', 'x']),
      family('gauge', 'g_bytes', ['component'], { unit: 'bytes' }),
      family('histogram', 'h_seconds', ['component'], { unit: 'seconds' }),
      family('histogram', 'n', ['component'], { native: true, buckets: new Float64Array() }),
    ],
    [
      { family: 0, labels: values('shop', 'ü'), change: add(3) },
      { family: 1, labels: values('shop'), change: set(-7) },
      { family: 2, labels: values('shop'), change: observe(0.05, 0.5, 100) },
      { family: 3, labels: values('shop'), change: observe(-3, -1, 0, 0.001, 1, 1.01, 500) },
    ],
  );
  const { content } = from.expose({ ...everything, format: 'protobuf', escaping: 'allow-utf8' });
  const times = { startTimeUnixNano: 5n, timeUnixNano: 9n };
  const sent = { ...otlpRequest(readExposition(content), { 'service.name': 'shop' }, times) };
  const received = decodeProtobuf(metricsRequest, encodeProtobuf(metricsRequest, sent)) as unknown as MetricsRequest;

  const { families, rejected } = convert(received);
  expect(rejected).toBe(0);
  const to = instantiate({ store: new MemoryStore() });
  const mine = families.filter(({ family: { name } }) => !/^sidecars_|^target_info/.test(name));
  for (const batch of batchesOf(mine)) to.push(batch.families, batch.samples);
  const own = /^sidecars_|^target_info/;
  const series = (registry: Instance) => [...parseExposition(registry.text())].filter(([name]) => !own.test(name));
  expect(series(to)).toEqual(series(from));
  const native = (registry: Instance) =>
    readFamilies(registry.expose({ ...everything, format: 'protobuf', families: ['n'] }).content)[0]!.metrics[0]!
      .histogram;
  expect(native(to)).toEqual(native(from));
});
