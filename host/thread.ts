// Node, main thread. One worker thread: starts it, gives it a job at a time, carries messages, notices when it dies.
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { Consumer, Producer } from './bodies.ts';
import type { CallReceiver, Job, StartCall, StartedCall } from './job.ts';
import {
  creditStepBytes,
  type FromWorker,
  type HttpError,
  slot,
  slotCount,
  type ToWorker,
  type WorkerSettings,
  workerState,
} from './protocol.ts';
import type { RedisHub, RedisSession } from './redis/hub.ts';
import type { Telemetry } from './telemetry/telemetry.ts';

export interface ThreadOptions {
  /** Bundled worker. */
  workerPath: string;
  stores: WorkerSettings['stores'];
  redisStores: WorkerSettings['redisStores'];
  redis: RedisHub;
  poisoned: SharedArrayBuffer;
  startCall: StartCall;
  telemetry: Telemetry | undefined;
  output(component: string, job: number, to: 'stdout' | 'stderr', chunk: Uint8Array): void;
  /** The job's guest will print nothing more. */
  outputEnd(component: string, job: number): void;
  log(text: string): void;
  /** The job is over and the thread is free again, or gone. */
  onFree(thread: Thread): void;
  onExit(thread: Thread): void;
  /** Something happened that may change who waits. */
  onActivity(): void;
}

/** A guest that has waited for so long in silence is taken to go on waiting. */
const settledWaitMs = 10;

let nextJobStream = 2;

export class Thread {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #shared = new Int32Array(new SharedArrayBuffer(slotCount * 4));
  readonly #options: ThreadOptions;
  readonly #loaded = new Set<string>();
  /** Bodies that come from the worker. */
  readonly #consumers = new Map<number, Consumer>();
  /** Bodies that go to the worker. */
  readonly #producers = new Map<number, Producer>();
  readonly #calls = new Map<number, StartedCall>();
  readonly #redis: RedisSession;
  #job: Job | undefined;
  #stream = 0;
  #answered = false;
  #endReason: string | undefined;
  #lastMessageMs = 0;
  #lastBeat = 0;
  #lastBeatMs = 0;
  /** performance.now() of the last job's end. */
  idleSinceMs = performance.now();

  constructor(options: ThreadOptions) {
    this.#options = options;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#redis = options.redis.session((question, answer) =>
      this.#post({ type: 'redis', question, answer }, answer.replies ? [answer.replies.buffer as ArrayBuffer] : []),
    );
    const settings: WorkerSettings = {
      port: port2,
      shared: this.#shared.buffer as SharedArrayBuffer,
      stores: options.stores,
      redisStores: options.redisStores,
      poisoned: options.poisoned,
      isMeasuring: options.telemetry !== undefined,
    };
    this.#worker = new Worker(options.workerPath, {
      workerData: settings,
      transferList: [port2],
      // Every request leaves its garbage at once; a large nursery only makes many threads large.
      resourceLimits: { maxYoungGenerationSizeMb: 12 },
    });
    // A host that nobody closed must not keep a test or a script alive; the server does while it listens.
    this.#worker.unref();
    port1.on('message', (batch: FromWorker[]) => {
      this.#lastMessageMs = performance.now();
      for (const message of batch) this.#receive(message);
      options.onActivity();
    });
    port1.unref();
    this.#worker.on('error', (error) => {
      this.#endReason ??= `its thread failed: ${error.message}`;
    });
    this.#worker.on('exit', () => {
      this.#endJob(this.#endReason ?? 'its thread ended');
      options.onExit(this);
    });
  }

  get busy(): boolean {
    return this.#job !== undefined;
  }

  /** Busy and not waiting for anything: it holds a processor. Whoever just got or sent a message does so soon. */
  get running(): boolean {
    if (!this.busy) return false;
    if (Atomics.load(this.#shared, slot.state) !== workerState.waiting) return true;
    return performance.now() - this.#lastMessageMs < settledWaitMs;
  }

  /** It will be gone soon: give it nothing more to do. */
  get ending(): boolean {
    return this.#endReason !== undefined;
  }

  get component(): string | undefined {
    return this.#job?.component.id;
  }

  hasLoaded(component: string): boolean {
    return this.#loaded.has(component);
  }

  run(job: Job): void {
    const { component, request } = job;
    this.#job = job;
    this.#stream = nextJobStream;
    this.#answered = false;
    nextJobStream += 2;
    this.#lastBeatMs = performance.now();
    this.#options.telemetry?.requestStarted(component.id);
    const load = this.#loaded.has(component.id) ? undefined : component;
    this.#loaded.add(component.id);
    const hasBody = job.startBody !== undefined;
    this.#post({ type: 'job', stream: this.#stream, component: component.id, request, hasBody, ...(load && { load }) });
    if (job.startBody) {
      const stream = this.#stream;
      this.#producers.set(stream, job.startBody(this.#consumerOf(stream)));
    }
  }

  /** Milliseconds since the guest last made a host call; 0 while it waits or when there is none. */
  busyWithoutHostCallMs(nowMs: number): number {
    const beat = this.#shared[slot.beat] as number;
    const waits = !this.busy || Atomics.load(this.#shared, slot.state) === workerState.waiting;
    if (waits || beat !== this.#lastBeat) {
      this.#lastBeat = beat;
      this.#lastBeatMs = nowMs;
    }
    return nowMs - this.#lastBeatMs;
  }

  /** Ends the thread, whatever it does. `reason` is for the log and its client. */
  async terminate(reason: string): Promise<void> {
    this.#endReason ??= reason;
    await this.#worker.terminate();
  }

  #receive(message: FromWorker): void {
    switch (message.type) {
      case 'data':
        this.#consumers.get(message.stream)?.write(message.chunk);
        break;
      case 'end':
        this.#takeConsumer(message.stream)?.end(message.trailers);
        break;
      case 'fail':
        this.#takeConsumer(message.stream)?.fail(message.error);
        break;
      case 'credit':
        this.#producers.get(message.stream)?.consumed(message.bytes);
        break;
      case 'gone':
        this.#producers.get(message.stream)?.cancel();
        this.#producers.delete(message.stream);
        break;
      case 'head':
        this.#answer((job) => {
          const consumer = job.responder.head(message.status, message.headers, this.#producerOf(message.stream));
          this.#consumers.set(message.stream, consumer);
        });
        break;
      case 'refusal':
        this.#answer((job) => this.#fail(job, `the guest answered with the error ${describe(message.error)}`));
        break;
      case 'call':
        this.#call(message);
        break;
      case 'cancel':
        this.#calls.get(message.stream)?.abort();
        this.#calls.delete(message.stream);
        break;
      case 'redis-open':
        this.#redis.open(message.question, message.connection, message.address);
        break;
      case 'redis-send':
        this.#redis.send(message.question, message.to, message.chunk, message.count);
        break;
      case 'redis-close':
        this.#redis.close(message.connection);
        break;
      case 'output':
        this.#options.output(this.component ?? '', message.stream, message.to, message.chunk);
        break;
      case 'log':
        this.#options.log(
          this.component === undefined ? message.text : `component "${this.component}": ${message.text}`,
        );
        break;
      case 'done':
        if (message.usage && this.component !== undefined) {
          this.#options.telemetry?.instanceEnded(this.component, message.usage);
        }
        this.#endJob(message.trap);
        this.idleSinceMs = performance.now();
        this.#options.onFree(this);
        break;
      case 'ready':
        break;
    }
  }

  #answer(give: (job: Job) => void): void {
    if (!this.#job || this.#answered) return;
    this.#answered = true;
    give(this.#job);
  }

  #fail(job: Job, reason: string): void {
    this.#options.log(`component "${job.component.id}": ${reason}`);
    job.responder.fail(500);
  }

  #call({ stream, request, options }: FromWorker & { type: 'call' }): void {
    let over = false;
    const receiver: CallReceiver = {
      response: (status, headers, body) => {
        if (over) {
          // The caller has gone: let the callee go on without a reader.
          body.cancel();
          return { write: () => {}, end: () => {}, fail: () => {} };
        }
        this.#producers.set(stream, body);
        this.#post({ type: 'response', stream, status, headers });
        return this.#consumerOf(stream);
      },
      failure: (failure) => this.#post({ type: 'failure', stream, failure }),
    };
    const call = this.#options.startCall({ request, options, body: this.#producerOf(stream), receiver });
    const abort = () => {
      over = true;
      call.abort();
    };
    this.#calls.set(stream, { body: call.body, abort });
    this.#consumers.set(stream, call.body);
  }

  /** Undefined: it ended well. */
  #endJob(trap: string | undefined): void {
    const job = this.#job;
    if (!job) return;
    const { id } = job.component;
    this.#options.outputEnd(id, this.#stream);
    if (this.#answered && trap !== undefined) this.#options.log(`component "${id}": ${trap}`);
    this.#answer(() => this.#fail(job, trap ?? 'the guest ended without an answer'));
    this.#job = undefined;
    // An engine that answers an uncaught error by itself leaves the body open when it ends: that is its end.
    if (trap === undefined) this.#takeConsumer(this.#stream)?.end();
    const error: HttpError = { tag: 'internal-error', val: trap ?? 'the guest ended before the body did' };
    for (const consumer of this.#consumers.values()) consumer.fail(error);
    for (const producer of this.#producers.values()) producer.cancel();
    for (const call of this.#calls.values()) call.abort();
    this.#redis.closeAll();
    this.#consumers.clear();
    this.#producers.clear();
    this.#calls.clear();
  }

  #takeConsumer(stream: number): Consumer | undefined {
    const consumer = this.#consumers.get(stream);
    this.#consumers.delete(stream);
    return consumer;
  }

  /** The worker's end of a body that goes to it. */
  #consumerOf(stream: number): Consumer {
    return {
      write: (chunk) => this.#post({ type: 'data', stream, chunk }, [chunk.buffer as ArrayBuffer]),
      end: (trailers) => this.#post({ type: 'end', stream, ...(trailers && { trailers }) }),
      fail: (error) => this.#post({ type: 'fail', stream, error }),
    };
  }

  /** The worker's end of a body that comes from it. */
  #producerOf(stream: number): Producer {
    let consumedBytes = 0;
    return {
      consumed: (bytes) => {
        consumedBytes += bytes;
        if (consumedBytes < creditStepBytes) return;
        this.#post({ type: 'credit', stream, bytes: consumedBytes });
        consumedBytes = 0;
      },
      cancel: () => this.#post({ type: 'gone', stream }),
    };
  }

  #post(message: ToWorker, transfer: ArrayBuffer[] = []): void {
    this.#lastMessageMs = performance.now();
    this.#port.postMessage(message, transfer);
    Atomics.add(this.#shared, slot.signal, 1);
    Atomics.notify(this.#shared, slot.signal);
  }
}

function describe(error: HttpError): string {
  return error.val === undefined || error.val === null ? error.tag : `${error.tag}: ${String(error.val)}`;
}
