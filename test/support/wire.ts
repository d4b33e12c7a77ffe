// Node, tests. One request as it goes over the wire, and everything that comes back.
import { createHash } from 'node:crypto';
import { Agent, type OutgoingHttpHeaders, request } from 'node:http';

export interface WireRequest {
  method?: string;
  headers?: OutgoingHttpHeaders;
  /** Sizes are those of the writes; without a declared length the body is chunked. */
  body?: Buffer[];
  /** Between the writes of the body. */
  pauseMs?: number;
  /** Go away after so many bytes of the answer's body. */
  leaveAfterBytes?: number;
  /** Go away after the first of the body's writes. */
  breaksOff?: boolean;
}

export interface WireResponse {
  /** 0: none. */
  status: number;
  /** Lower-case name and value, without what hosts add, sorted. */
  headers: [string, string][];
  bytes: number;
  hash: string;
  isWhole: boolean;
  /** Milliseconds from the request to the head and to the first byte of the body. */
  headMs: number;
  firstByteMs: number;
  body: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** What hosts add, and how they say where a body ends. */
const ofTheHost = ['date', 'connection', 'keep-alive', 'transfer-encoding'];

export function send(url: string, options: WireRequest = {}): Promise<WireResponse> {
  const { method = 'GET', headers = {}, body = [], pauseMs = 0, leaveAfterBytes, breaksOff } = options;
  const started = performance.now();
  const hash = createHash('sha1');
  const chunks: Buffer[] = [];
  const result = { status: 0, headers: [] as [string, string][], bytes: 0, isWhole: false, headMs: 0, firstByteMs: 0 };
  return new Promise((resolve) => {
    const end = () => resolve({ ...result, hash: hash.digest('hex'), body: Buffer.concat(chunks).toString('latin1') });
    const once = { done: false };
    const finish = () => {
      if (once.done) return;
      once.done = true;
      end();
    };
    // for some methods Node would frame a body in no way at all
    const framing =
      body.length > 0 && headers['content-length'] === undefined ? { 'transfer-encoding': 'chunked' } : {};
    const outgoing = request(url, { method, headers: { ...headers, ...framing }, agent }, (response) => {
      result.status = response.statusCode!;
      result.headMs = performance.now() - started;
      result.headers = pairsOf(response.rawHeaders);
      response.on('data', (chunk: Buffer) => {
        if (result.bytes === 0) result.firstByteMs = performance.now() - started;
        result.bytes += chunk.length;
        hash.update(chunk);
        if (chunks.length < 16) chunks.push(chunk);
        if (leaveAfterBytes !== undefined && result.bytes >= leaveAfterBytes) outgoing.destroy();
      });
      response.on('end', () => {
        result.isWhole = response.complete;
        finish();
      });
      response.on('error', finish);
      response.on('close', finish);
    });
    outgoing.on('error', finish);
    if (body.length === 0) {
      outgoing.end();
      return;
    }
    void write(outgoing, body, pauseMs, breaksOff === true);
  });
}

async function write(
  outgoing: ReturnType<typeof request>,
  body: Buffer[],
  pauseMs: number,
  breaksOff: boolean,
): Promise<void> {
  for (const chunk of body) {
    if (outgoing.destroyed) return;
    if (!outgoing.write(chunk)) {
      await new Promise<void>((resolve) => {
        const go = () => {
          outgoing.off('drain', go);
          outgoing.off('close', go);
          resolve();
        };
        outgoing.once('drain', go);
        outgoing.once('close', go);
      });
    }
    if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    if (breaksOff) {
      // not before somebody has begun to read it
      setTimeout(() => outgoing.destroy(), 250);
      return;
    }
  }
  outgoing.end();
}

function pairsOf(raw: string[]): [string, string][] {
  const pairs = raw.flatMap((name, at): [string, string][] =>
    at % 2 === 0 ? [[name.toLowerCase(), raw[at + 1]!]] : [],
  );
  const isOfTheHost = ([name, value]: [string, string]) =>
    ofTheHost.includes(name) || (name === 'content-length' && value === '0');
  return pairs.filter((pair) => !isOfTheHost(pair)).sort();
}
