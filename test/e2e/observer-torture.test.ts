// Generated requests to a plain server, directly and through the observer: both sides see the same. TORTURE_REQUESTS says
// how many (10,000 take some minutes), TORTURE_SEED where they begin.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, hostName } from '../support/app.ts';
import { scrape, sumOf } from '../support/exposition.ts';
import { type Generated, generate } from '../support/generated-requests.ts';
import { load } from '../support/mcp.ts';
import { startObserverApp } from '../support/observer-app.ts';
import { until } from '../support/ports.ts';
import { startUpstream, type Upstream, withPlan } from '../support/upstream.ts';
import { send, type WireResponse } from '../support/wire.ts';

const count = Number(process.env.TORTURE_REQUESTS ?? 400);
const firstSeed = Number(process.env.TORTURE_SEED ?? 1);

let app: App;
let upstream: Upstream;
beforeAll(async () => {
  upstream = await startUpstream();
  app = await startObserverApp({
    front: { route: '/...', environment: { OBSERVE_TARGET: upstream.url, SIDECARS_COMPONENT: 'upstream' } },
  });
});
afterAll(async () => {
  await app?.stop();
  await upstream?.close();
});

const added = /^(host|connection|transfer-encoding|traceparent|sidecars-observed|x-forwarded-(for|host|proto))$/;

/** Hosts join what is repeated, or do not, and order names as they like; values of one name keep their order. */
function passedHeaders(headers: [string, string][]): Record<string, string> {
  const lists: Record<string, string[]> = {};
  for (const [name, value] of headers) if (!added.test(name)) lists[name] = [...(lists[name] ?? []), value];
  return Object.fromEntries(Object.entries(lists).map(([name, values]) => [name, values.join(', ')]));
}

const answerOf = ({ status, headers, bytes, hash, isWhole }: WireResponse) => ({
  status,
  headers: passedHeaders(headers),
  bytes,
  hash,
  isWhole,
});

async function compare(seed: number): Promise<void> {
  const generated = generate(seed);
  const path = `/t/${seed}`;
  const url = withPlan(path, generated.plan);
  if (generated.early) {
    await endEarly(generated, url);
    return;
  }
  const direct = await send(upstream.url + url, generated.request);
  const sent = await upstream.received(path);
  const observed = await send(app.url + url, generated.request);
  const passed = await upstream.received(path);
  const where = `seed ${seed}: ${JSON.stringify({ ...generated.plan, method: generated.request.method })}`;
  expect({ ...passed, headers: passedHeaders(passed.headers) }, where).toEqual({
    ...sent,
    headers: passedHeaders(sent.headers),
  });
  expect(answerOf(observed), where).toEqual(answerOf(direct));
}

/** What was cut is not compared byte for byte; but who is left must learn of it. */
async function endEarly({ early, plan, request }: Generated, url: string): Promise<void> {
  const observed = await send(app.url + url, request);
  if (early === 'upstream-before') expect(observed.status, url).toBe(502);
  if (early !== 'upstream-within') return;
  expect(observed.isWhole, url).toBe(false);
  expect([plan.status, 0], url).toContain(observed.status);
}

describe(`${count} generated requests`, () => {
  it(
    'and their answers pass unchanged, and each is counted once',
    async () => {
      await load(count, 8, (index) => compare(firstSeed + index));
      // one that its client left goes on for a while
      const counted = async () => sumOf(await scrape(app.url), 'http_requests_total', { component: 'upstream' });
      await until('all to be counted', async () => (await counted()) >= count, 20_000).catch(() => {});
      expect(await counted()).toBe(count);
    },
    Math.max(120_000, count * (hostName === 'spin' ? 60 : 200)),
  );
});
