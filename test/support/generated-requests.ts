// Node, tests. Requests and answers of every kind that two HTTP peers may exchange, from a seed: methods, headers, sizes
// up to 20 MB, chunkings, and connections that end too early on either side.
import { bytesOf, type Plan } from './upstream.ts';
import type { WireRequest } from './wire.ts';

export interface Generated {
  plan: Plan;
  request: WireRequest;
  /** Who ends the connection before it is time. */
  early?: 'client-leaves' | 'client-breaks-off' | 'upstream-before' | 'upstream-within';
}

const methods = [
  'GET',
  'GET',
  'GET',
  'GET',
  'POST',
  'POST',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'PURGE',
];
const withBody = new Set(['POST', 'PUT', 'PATCH', 'DELETE', 'PURGE']);
const statuses = [
  200, 200, 200, 200, 201, 202, 203, 204, 206, 301, 302, 304, 307, 400, 404, 409, 418, 429, 500, 503, 599,
];
const characters = ' !"#$%&\'()*+,-./0123456789:;<=>?@ABCXYZ[\\]^_`abcxyz{|}~\t';

/** Mulberry32: the same numbers from 0 to 1 for the same seed. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function generate(seed: number): Generated {
  const next = numbers(seed);
  const upTo = (most: number) => Math.floor(next() * (most + 1));
  const oneOf = <T>(values: readonly T[]) => values[upTo(values.length - 1)] as T;
  const isOnceIn = (times: number) => upTo(times - 1) === 0;
  const size = () => {
    const kind = upTo(399);
    if (kind === 0) return upTo(20_000_000);
    if (kind < 12) return upTo(1_000_000);
    if (kind < 60) return upTo(70_000);
    return kind < 100 ? 0 : upTo(2_000);
  };
  const sizes = () => {
    const total = size();
    if (total === 0) return [];
    const parts = isOnceIn(3) ? 1 + upTo(7) : 1;
    const part = Math.ceil(total / parts);
    return Array.from({ length: parts }, (_, at) => Math.max(0, Math.min(part, total - at * part))).filter(Boolean);
  };
  const text = () =>
    Array.from({ length: upTo(isOnceIn(10) ? 500 : 30) }, () => oneOf([...characters]))
      .join('')
      .trim();
  const headers = (): [string, string][] =>
    Array.from({ length: upTo(8) }, () => [
      oneOf(['x-a', 'x-b', 'X-C', 'cache-control', 'accept-language', 'etag']),
      text(),
    ]);

  const method = oneOf(methods);
  const status = oneOf(statuses);
  const hasNoBody = method === 'HEAD' || status === 204 || status === 304;
  const plan: Plan = {
    status,
    headers: [
      ...headers(),
      ...(isOnceIn(4)
        ? ([
            ['set-cookie', `a=${upTo(9)}`],
            ['set-cookie', 'b=2'],
          ] as [string, string][])
        : []),
    ],
    chunks: hasNoBody ? [] : sizes(),
    declaresLength: !hasNoBody && isOnceIn(2),
    ...(isOnceIn(10) && { delayMs: upTo(15) }),
  };
  const chunks = withBody.has(method) ? sizes() : [];
  const total = chunks.reduce((sum, bytes) => sum + bytes, 0);
  const lists: Record<string, string[]> = {};
  for (const [name, value] of headers()) lists[name.toLowerCase()] = [...(lists[name.toLowerCase()] ?? []), value];
  let offset = 0;
  const body = chunks.map((bytes) => {
    offset += bytes;
    return bytesOf(bytes, offset - bytes);
  });
  const request: WireRequest = {
    method,
    headers: { ...lists, ...(body.length > 0 && isOnceIn(2) && { 'content-length': total }) },
    body,
  };
  if (total > 0 && isOnceIn(12)) plan.request = 'read-meanwhile';
  else if (total < 10_000 && isOnceIn(12)) plan.request = 'ignored';
  return endEarly({ plan, request }, upTo(49));
}

function endEarly(generated: Generated, kind: number): Generated {
  const { plan, request } = generated;
  const bytes = plan.chunks!.reduce((sum, size) => sum + size, 0);
  if (kind === 0) return { plan: { ...plan, cut: 'before' }, request, early: 'upstream-before' };
  if (kind === 1 && bytes > 0) return { plan: { ...plan, cut: 'within' }, request, early: 'upstream-within' };
  if (kind === 2 && bytes > 0) {
    return { plan, request: { ...request, leaveAfterBytes: Math.ceil(bytes / 3) }, early: 'client-leaves' };
  }
  if (kind === 3 && request.body!.length > 1) {
    return { plan, request: { ...request, breaksOff: true }, early: 'client-breaks-off' };
  }
  return generated;
}
