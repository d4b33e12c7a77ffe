// Guest. What a handler goes on with after its response, and the push of what it measured meanwhile.
import type { Context } from './handler.ts';
import { describeFailure } from './wit-error.ts';

export class Background implements Context {
  readonly #event: FetchEvent;
  readonly #atEnd: () => Promise<void>;
  #running = 0;

  /** `atEnd` runs each time when nothing is running any more. */
  constructor(event: FetchEvent, atEnd: () => Promise<void>) {
    this.#event = event;
    this.#atEnd = atEnd;
  }

  waitUntil(work: Promise<unknown>): void {
    this.#running++;
    this.#event.waitUntil(this.#run(work));
  }

  passThroughOnException(): void {}

  async #run(work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (error) {
      console.error(`spin-sidecars: work given to waitUntil failed: ${describeFailure(error)}`);
    }
    if (--this.#running === 0) await this.#atEnd();
  }
}
