// Bodies that nobody would send: 10,000 of them neither throw nor change a number.
import { beforeEach, expect, it, vi } from 'vitest';
import { receive } from '../../../components/host-telemetry/receive.ts';
import { registry } from '../../support/guest/registry.ts';
import { jsonOf, protobufOf, startSender } from '../../support/otlp-sender.ts';

beforeEach(() => {
  registry.reset();
  vi.spyOn(console, 'error').mockImplementation(() => {});
});

/** The same numbers in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

it.each([
  ['protobuf', 'application/x-protobuf', protobufOf],
  ['JSON', 'application/json', jsonOf],
])(
  '5,000 spoilt bodies in %s are answered, and what is refused pushes nothing but its own count',
  async (_, type, encode) => {
    const next = random(42);
    const { meter, collect } = startSender();
    meter.createCounter('c').add(3, { a: 'b' });
    meter.createHistogram('h').record(3);
    const good = encode(await collect());
    const headers = { authorization: 'Bearer x', 'content-type': type };
    const seen = new Set<number>();
    for (let i = 0; i < 5000; i++) {
      let body = Uint8Array.from(good);
      for (let spoilt = 1 + Math.floor(next() * 4); spoilt > 0; spoilt--) {
        const at = Math.floor(next() * body.length);
        const what = next();
        if (what < 0.5) body[at] = Math.floor(next() * 256);
        else if (what < 0.7) body = body.slice(0, at);
        else body.copyWithin(at, Math.floor(next() * body.length), Math.floor(next() * body.length));
      }
      registry.pushes = [];
      const request = new Request('http://app/v1/metrics', { method: 'POST', headers, body });
      const { response } = await receive(request, () => ({ secret: 'x', maxBytes: 100_000 }));
      seen.add(response.status);
      expect([200, 400]).toContain(response.status);
      const pushed = registry.pushes.flatMap(({ families }) => families.map(({ name }) => name));
      if (response.status === 400) expect(pushed.filter((name) => !name.startsWith('sidecars_'))).toEqual([]);
      for (const { samples } of registry.pushes) {
        for (const { change } of samples) if (change.tag === 'total') expect(change.val.sum).toSatisfy(Number.isFinite);
      }
    }
    expect(seen.size).toBe(2);
  },
);
