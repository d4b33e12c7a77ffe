// Node, tests. Redis commands whose answer is waited for: a component under test calls its host synchronously.
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';

export type Reply = null | number | Buffer | Reply[];

/** Runs in a thread of its own: a real client, one command at a time. */
const thread = `
  const { workerData } = require('node:worker_threads');
  const { createClient, RESP_TYPES } = require('@redis/client');
  const { port, url, signal } = workerData;
  const flag = new Int32Array(signal);
  const client = createClient({ url });
  client.on('error', () => {});
  const ready = client.connect();
  const binary = client.withTypeMapping({
    [RESP_TYPES.BLOB_STRING]: Buffer,
    [RESP_TYPES.SIMPLE_STRING]: Buffer,
  });
  port.on('message', async (parameters) => {
    let answer;
    try {
      await ready;
      answer = { reply: await binary.sendCommand(parameters.map((part) => Buffer.from(part))) };
    } catch (error) {
      answer = { error: error.message };
    }
    port.postMessage(answer);
    Atomics.store(flag, 0, 1);
    Atomics.notify(flag, 0);
  });
`;

/** What Redis answered in the place of a result. */
export class RedisError extends Error {}

export class RedisCommands {
  readonly #worker: Worker;
  readonly #port: MessageChannel['port1'];
  readonly #flag = new Int32Array(new SharedArrayBuffer(4));

  /** `redis://…/database` */
  constructor(url: string) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.unref();
    const workerData = { port: port2, url, signal: this.#flag.buffer };
    this.#worker = new Worker(thread, { eval: true, workerData, transferList: [port2] });
    this.#worker.unref();
  }

  /** Blocks this thread. Throws what Redis answers as an error. */
  run(...parameters: (string | Uint8Array)[]): Reply {
    Atomics.store(this.#flag, 0, 0);
    this.#port.postMessage(parameters);
    // the notice of the answer before may come only now
    while (Atomics.load(this.#flag, 0) === 0) Atomics.wait(this.#flag, 0, 0);
    const { reply, error } = receiveMessageOnPort(this.#port)!.message;
    if (error !== undefined) throw new RedisError(error);
    return revived(reply);
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** A Buffer arrives from another thread as a Uint8Array. */
function revived(reply: null | number | Uint8Array | Reply[]): Reply {
  if (Array.isArray(reply)) return reply.map(revived);
  return reply instanceof Uint8Array ? Buffer.from(reply) : reply;
}
