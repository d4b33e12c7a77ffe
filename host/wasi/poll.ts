// Worker. wasi:io/poll: a pollable is a question that is asked again after every message and at its deadline.
import { link } from '../worker/current.ts';

export class Pollable {
  readonly #isReady: () => boolean;
  /** In milliseconds of performance.now(); Infinity: only a message makes it ready. */
  readonly deadlineMs: number;

  constructor(isReady: () => boolean, deadlineMs = Number.POSITIVE_INFINITY) {
    this.#isReady = isReady;
    this.deadlineMs = deadlineMs;
  }

  /** Asks without looking for new messages. */
  isReady(): boolean {
    return this.#isReady();
  }

  ready(): boolean {
    link().beat();
    link().drain();
    return this.#isReady();
  }

  block(): void {
    link().beat();
    if (this.#isReady()) return;
    link().waitUntil(this.#isReady, () => this.deadlineMs);
  }
}

/** Blocks until at least one is ready; the indexes of those that are. */
export function poll(pollables: Pollable[]): Uint32Array {
  link().beat();
  link().drain();
  const readyOnes = () => pollables.flatMap((pollable, index) => (pollable.isReady() ? [index] : []));
  let found = readyOnes();
  if (found.length === 0) {
    link().waitUntil(
      () => {
        found = readyOnes();
        return found.length > 0;
      },
      () => Math.min(...pollables.map((pollable) => pollable.deadlineMs)),
    );
  }
  return Uint32Array.from(found);
}
