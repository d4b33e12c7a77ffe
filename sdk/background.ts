// Guest. What a handler goes on with after its response, and the push of what it measured meanwhile. The functions are
// bound: handlers take them out of their second argument.

import type { Context } from './handler.ts';
import { logger } from './log/logger.ts';

export class Background implements Context {
  readonly #event: FetchEvent;
  readonly #push: () => Promise<void>;
  #running = 0;
  #isAnswered = false;

  /** `push` runs each time when nothing is running any more after the answer. */
  constructor(event: FetchEvent, push: () => Promise<void>) {
    this.#event = event;
    this.#push = push;
  }

  /** There is an answer: what was measured until now goes with the push of the request, what comes later needs its own. */
  answered(): void {
    this.#isAnswered = true;
  }

  readonly waitUntil = (work: Promise<unknown>): void => {
    this.#event.waitUntil(this.#run(work));
  };

  readonly passThroughOnException = (): void => {};

  async #run(work: Promise<unknown>): Promise<void> {
    this.#running++;
    try {
      await work;
    } catch (error) {
      logger.error('work given to waitUntil failed', { error });
    }
    if (--this.#running === 0 && this.#isAnswered) await this.#push();
  }
}
