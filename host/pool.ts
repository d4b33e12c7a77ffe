// Node, main thread. The worker threads. Requests from outside wait their turn; chained calls never do, because
// the caller holds a thread while it waits and would wait for itself.
import { availableParallelism } from 'node:os';
import type { Job } from './job.ts';
import { Thread, type ThreadOptions } from './thread.ts';

export interface PoolLimits {
  /** Requests from outside that may be in work at once, most of them waiting for something. */
  maxExternal: number;
  /** No request from outside is started while so many guests hold a processor. */
  maxRunning: number;
  /** Threads in all; a chained call beyond it fails. */
  maxThreads: number;
  /** Requests from outside that wait for their turn; one more is answered with 503. */
  maxQueued: number;
  /** A guest that makes no host call for so long is ended. Waiting does not count. */
  maxBusyMs: number;
  /** A thread that had nothing to do for so long is given up. */
  maxIdleMs: number;
}

export const defaultLimits: PoolLimits = {
  maxExternal: 64,
  maxRunning: Math.max(4, availableParallelism() * 2),
  maxThreads: 128,
  maxQueued: 10_000,
  maxBusyMs: 30_000,
  maxIdleMs: 30_000,
};

const minThreads = 2;
const admissionCheckMs = 5;

export class Pool {
  readonly #limits: PoolLimits;
  readonly #threadOptions: Omit<ThreadOptions, 'onFree' | 'onExit' | 'onActivity'>;
  readonly #threads = new Set<Thread>();
  /** The last one freed is used first: its code is warm. */
  readonly #idle: Thread[] = [];
  readonly #queue: Job[] = [];
  readonly #externals = new Set<Thread>();
  readonly #housekeeping: NodeJS.Timeout;
  #admissionCheck: NodeJS.Timeout | undefined;
  #onDrained: (() => void) | undefined;

  constructor(limits: PoolLimits, threadOptions: Omit<ThreadOptions, 'onFree' | 'onExit' | 'onActivity'>) {
    this.#limits = limits;
    this.#threadOptions = threadOptions;
    for (let i = 0; i < minThreads; i++) this.#idle.push(this.#startThread());
    const periodMs = Math.min(500, limits.maxBusyMs / 4);
    this.#housekeeping = setInterval(() => this.#keepHouse(), periodMs).unref();
  }

  /** A request from outside; starts it when there is room. */
  submit(job: Job): void {
    if (this.#queue.length >= this.#limits.maxQueued) {
      this.#refuse(job, `${this.#queue.length} requests are waiting already`, 503);
      return;
    }
    this.#queue.push(job);
    this.#admit();
  }

  /** Its client has gone: forget the job if it has not started. */
  withdraw(job: Job): void {
    const index = this.#queue.indexOf(job);
    if (index >= 0) this.#queue.splice(index, 1);
  }

  /** A chained call; starts now or fails. */
  chain(job: Job): void {
    if (this.#idle.length === 0 && this.#threads.size >= this.#limits.maxThreads) {
      this.#refuse(job, `a chain of calls too deep or too wide: all ${this.#threads.size} threads are busy`, 500);
      return;
    }
    this.#takeThread(job.component.id).run(job);
  }

  /** Resolves when all threads are gone; running guests get `graceMs` to end. */
  async close(graceMs: number): Promise<void> {
    clearInterval(this.#housekeeping);
    if (this.#busyThreads().length > 0 || this.#queue.length > 0) {
      await new Promise<void>((resolve) => {
        this.#onDrained = resolve;
        setTimeout(resolve, graceMs).unref();
      });
    }
    for (const job of this.#queue.splice(0)) this.#refuse(job, 'the host is closing', 503);
    await Promise.all([...this.#threads].map((thread) => thread.terminate('the host is closing')));
    clearTimeout(this.#admissionCheck);
  }

  #admit(): void {
    const { maxExternal, maxRunning } = this.#limits;
    while (this.#queue.length > 0 && this.#externals.size < maxExternal && this.#runningCount() < maxRunning) {
      if (this.#idle.length === 0 && this.#threads.size >= this.#limits.maxThreads) break;
      const job = this.#queue.shift() as Job;
      const thread = this.#takeThread(job.component.id);
      this.#externals.add(thread);
      thread.run(job);
    }
    // A guest that starts to wait does not say so: look again.
    if (this.#queue.length > 0) {
      this.#admissionCheck ??= setTimeout(() => {
        this.#admissionCheck = undefined;
        this.#admit();
      }, admissionCheckMs).unref();
    }
  }

  #refuse(job: Job, reason: string, status: 500 | 503): void {
    this.#threadOptions.log(`component "${job.component.id}": a request was refused: ${reason}`);
    job.responder.fail(status);
  }

  #runningCount(): number {
    let count = 0;
    for (const thread of this.#threads) if (thread.running) count++;
    return count;
  }

  #busyThreads(): Thread[] {
    return [...this.#threads].filter((thread) => thread.busy);
  }

  /** An idle thread that knows the component, else any idle one, else a new one. */
  #takeThread(component: string): Thread {
    const known = this.#idle.findLastIndex((thread) => thread.hasLoaded(component));
    const [thread] = this.#idle.splice(known, 1);
    return thread ?? this.#startThread();
  }

  #startThread(): Thread {
    const thread = new Thread({
      ...this.#threadOptions,
      onFree: (freed) => {
        this.#externals.delete(freed);
        if (!freed.ending) this.#idle.push(freed);
        this.#settle();
      },
      onExit: (ended) => {
        this.#externals.delete(ended);
        this.#threads.delete(ended);
        const index = this.#idle.indexOf(ended);
        if (index >= 0) this.#idle.splice(index, 1);
        this.#settle();
      },
      onActivity: () => {
        if (this.#queue.length > 0) this.#admit();
      },
    });
    this.#threads.add(thread);
    return thread;
  }

  #settle(): void {
    this.#admit();
    if (this.#queue.length === 0 && this.#busyThreads().length === 0) this.#onDrained?.();
  }

  #keepHouse(): void {
    const nowMs = performance.now();
    const { maxBusyMs, maxIdleMs } = this.#limits;
    for (const thread of this.#threads) {
      if (thread.busyWithoutHostCallMs(nowMs) > maxBusyMs) {
        void thread.terminate(`ended: it ran for more than ${maxBusyMs / 1000} s without a host call`);
      }
    }
    for (const thread of [...this.#idle]) {
      if (this.#threads.size <= minThreads || nowMs - thread.idleSinceMs < maxIdleMs) continue;
      this.#idle.splice(this.#idle.indexOf(thread), 1);
      void thread.terminate('idle');
    }
  }
}
