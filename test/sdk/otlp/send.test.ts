import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { send } from '../../../sdk/otlp/send.ts';

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** Sends three bytes to a collector that does this. */
async function sendTo(answer: RequestListener) {
  server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`;
  return send({ url, headers: [], timeoutMs: 300, protocol: 'http/json' }, new Uint8Array(3));
}

describe('an export', () => {
  it('is taken when the collector says so', async () => {
    expect(await sendTo((_, response) => response.end('{}'))).toBeUndefined();
  });

  it('is late when no answer comes', async () => {
    expect(await sendTo(() => {})).toEqual({ reason: 'timeout', message: 'no answer within 300 ms' });
  });

  it('is late as well when the answer begins and does not end', async () => {
    const hangs: RequestListener = (_, response) => {
      response.write('{');
    };
    expect(await sendTo(hangs)).toEqual({ reason: 'timeout', message: 'no answer within 300 ms' });
  });

  it('is refused for what the collector answers', async () => {
    const refuses: RequestListener = (_, response) => response.writeHead(429).end('later');
    expect(await sendTo(refuses)).toEqual({ reason: 'throttled', message: 'the collector answered 429' });
  });
});
