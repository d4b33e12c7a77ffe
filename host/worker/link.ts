// Worker. The line to the main thread: an outbox that is sent in batches, an inbox that can be waited for.
// Waiting blocks the thread; that is what makes host calls synchronous for the guest.
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { type FromWorker, slot, type ToWorker, workerState } from '../protocol.ts';

/** A batch is sent when the guest waits or ends, and no later than this after its first message. */
const maxHoldMs = 2;
const maxHoldBytes = 32 * 1024;

export class Link {
  readonly #port: MessagePort;
  readonly #shared: Int32Array;
  readonly #receive: (message: ToWorker) => void;
  #outbox: FromWorker[] = [];
  #transfer: ArrayBuffer[] = [];
  #heldBytes = 0;
  #heldSinceMs = 0;

  /** `receive` gets every message except jobs, which arrive only between jobs. */
  constructor(port: MessagePort, shared: SharedArrayBuffer, receive: (message: ToWorker) => void) {
    this.#port = port;
    this.#shared = new Int32Array(shared);
    this.#receive = receive;
  }

  setState(state: number): void {
    Atomics.store(this.#shared, slot.state, state);
  }

  /** Marks a host call: a guest that makes none for long is a runaway. Also sends what was held for too long. */
  beat(): void {
    this.#shared[slot.beat] = ((this.#shared[slot.beat] as number) + 1) | 0;
    if (this.#outbox.length > 0 && performance.now() - this.#heldSinceMs > maxHoldMs) this.flush();
  }

  /** Queues a message. A chunk must own its buffer: it is transferred, not copied. */
  post(message: FromWorker): void {
    if (this.#outbox.length === 0) this.#heldSinceMs = performance.now();
    this.#outbox.push(message);
    if ('chunk' in message) {
      this.#heldBytes += message.chunk.byteLength;
      if (message.chunk.byteLength > 0) this.#transfer.push(message.chunk.buffer as ArrayBuffer);
    }
    if (this.#heldBytes > maxHoldBytes) this.flush();
  }

  flush(): void {
    if (this.#outbox.length === 0) return;
    const [batch, transfer] = [this.#outbox, this.#transfer];
    this.#outbox = [];
    this.#transfer = [];
    this.#heldBytes = 0;
    this.#port.postMessage(batch, transfer);
  }

  /** Takes everything that has arrived. */
  drain(): void {
    for (let item = receiveMessageOnPort(this.#port); item; item = receiveMessageOnPort(this.#port)) {
      this.#receive(item.message as ToWorker);
    }
  }

  /** Blocks until `isReady` says so. `deadlineMs()` (of performance.now) is when it may change without a message. */
  waitUntil(isReady: () => boolean, deadlineMs: () => number): void {
    this.flush();
    for (;;) {
      const seen = Atomics.load(this.#shared, slot.signal);
      this.drain();
      if (isReady()) return;
      this.flush();
      const timeoutMs = Math.max(0, deadlineMs() - performance.now());
      this.setState(workerState.waiting);
      Atomics.wait(this.#shared, slot.signal, seen, timeoutMs);
      this.setState(workerState.running);
      this.beat();
    }
  }
}
