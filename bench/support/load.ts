// Node. The load: requests at a number of connections for a time, or one whole response after the other.
import { Agent, get } from 'node:http';
import autocannon from 'autocannon';

export type Load = Pick<autocannon.Options, 'url' | 'method' | 'headers' | 'body' | 'requests' | 'amount'>;

/** Throws when more than the share `mayFail` of the answers is not 2xx. */
export async function load(
  options: Load,
  connections: number,
  duration: number,
  mayFail = 0,
): Promise<autocannon.Result> {
  const result = await autocannon({ ...options, connections, duration });
  if (result.non2xx + result.errors > mayFail * result.requests.total) {
    const expected = mayFail === 0 ? 'none' : `at most ${100 * mayFail} %`;
    throw new Error(
      `${options.url}: ${result.non2xx} answers were not 2xx, ${result.errors} failed; expected ${expected}`,
    );
  }
  return result;
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** Bytes of the body. Asks for no compression: `fetch` would, and not every server here can. */
export function scrape(url: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, headers }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve(bytes);
        else reject(new Error(`${url}: found status ${response.statusCode}, expected 200`));
      });
    });
    request.on('error', reject);
  });
}

/**
 * Mean time of a whole scrape, in ms. `before` runs before each one and does not count, and neither does a first scrape,
 * which warms up the server and the connection: on a fresh one, loopback's large packets can wait 40 ms for their ACK.
 */
export async function timeScrapes(
  url: string,
  scrapes: number,
  { before, headers }: { before?: () => Promise<unknown>; headers?: Record<string, string> } = {},
): Promise<number> {
  await scrape(url, headers);
  let totalMs = 0;
  for (let index = 0; index < scrapes; index++) {
    await before?.();
    const started = performance.now();
    await scrape(url, headers);
    totalMs += performance.now() - started;
  }
  return totalMs / scrapes;
}
