// A request to another host that fails, as the component that made it sees it.
import { beforeEach, describe, expect, it } from 'vitest';
import { startOutbound } from '../../host/outbound.ts';
import { type CallFailure, windowBytes } from '../../host/protocol.ts';
import { freePort, until } from '../support/ports.ts';

let failures: CallFailure[];
let consumedBytes: number;
let isCancelled: boolean;
beforeEach(() => {
  failures = [];
  consumedBytes = 0;
  isCancelled = false;
});

/** A POST to a port where nobody listens, when its failure has been told. */
async function refused() {
  const { body } = startOutbound({
    request: {
      method: 'POST',
      pathWithQuery: '/',
      scheme: 'http',
      authority: `127.0.0.1:${await freePort()}`,
      headers: [],
    },
    options: {},
    body: {
      consumed: (bytes) => {
        consumedBytes += bytes;
      },
      cancel: () => {
        isCancelled = true;
      },
    },
    receiver: {
      response: () => {
        throw new Error('nobody answers');
      },
      failure: (failure) => failures.push(failure),
    },
  });
  await until('the failure', async () => failures.length > 0);
  return body;
}

describe('a request whose connection is refused', () => {
  it('fails once, as connection-refused', async () => {
    await refused();
    expect(failures).toEqual([{ error: { tag: 'connection-refused' } }]);
  });

  it('still takes the body of a guest that had no turn to write it: engines end when it is closed before', async () => {
    const body = await refused();
    body.write(new Uint8Array(1000));
    body.end();
    expect({ consumedBytes, isCancelled }).toEqual({ consumedBytes: 1000, isCancelled: false });
  });

  it('ends a body without end after a window of it', async () => {
    const body = await refused();
    body.write(new Uint8Array(windowBytes));
    expect(isCancelled).toBe(false);
    body.write(new Uint8Array(1));
    expect({ consumedBytes, isCancelled }).toEqual({ consumedBytes: windowBytes, isCancelled: true });
  });
});
