// Node. The programs of the stack: each writes to a file of its own; when one ends, all end.
import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from '../build/paths.ts';
import { folder } from './files.ts';

export interface Program {
  name: string;
  command: string;
  args: string[];
  env?: Record<string, string>;
  /** Answers 2xx when the program is ready. */
  readyUrl: string;
}

/** Spin compiles every component when it starts. */
const startTimeoutMs = 240_000;
/** Then a program is ended at once. */
const graceMs = 10_000;

export class Children {
  readonly #running = new Map<string, { child: ChildProcess; exit: Promise<void> }>();
  #isStopping = false;
  #report: (problem: Error) => void = () => {};
  /** Rejects when a program ends by itself, or cannot be started. */
  readonly failure = new Promise<never>((_, reject) => {
    this.#report = reject;
  });

  constructor() {
    // whoever waits for it sees it; nobody has to
    this.failure.catch(() => {});
  }

  /** Resolves when the program is ready; rejects when any program of the stack ends before. */
  async start({ name, command, args, env, readyUrl }: Program): Promise<void> {
    const log = join(folder, `${name}.log`);
    const output = openSync(log, 'a');
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', output, output],
      env: { ...process.env, ...env },
    });
    const exit = new Promise<void>((resolve) => {
      child.once('error', (error) => {
        this.#report(new Error(`${name} cannot be started: ${error.message}`));
        resolve();
      });
      child.once('exit', (code, signal) => {
        if (!this.#isStopping)
          this.#report(new Error(`${name} ended (${signal ?? code}); what it printed is in ${relative(root, log)}`));
        resolve();
      });
    });
    this.#running.set(name, { child, exit });
    await Promise.race([this.#untilReady(name, readyUrl), this.failure]);
  }

  async #untilReady(name: string, url: string): Promise<void> {
    const deadline = Date.now() + startTimeoutMs;
    while (!this.#isStopping) {
      const isReady = await fetch(url).then(
        (response) => response.ok,
        () => false,
      );
      if (isReady) return;
      if (Date.now() > deadline) throw new Error(`${name} did not answer at ${url} within ${startTimeoutMs / 1000} s`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  /** Ends all of them; safe to call twice. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await Promise.all(
      [...this.#running.values()].map(async ({ child, exit }) => {
        child.kill('SIGTERM');
        const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
        await exit;
        clearTimeout(timer);
      }),
    );
  }
}
