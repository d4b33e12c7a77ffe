// Guest. What was sampled and not handed over yet: each stack once.
import type { Stack } from 'sidecars:metrics/profiles@0.1.0';

/** Characters of the stacks from which they are handed over: far below what one profile may have. */
const enough = 64_000;

export class StackCounts {
  readonly #stacks = new Map<string, Stack>();
  #characters = 0;

  get isEmpty(): boolean {
    return this.#stacks.size === 0;
  }

  get isFull(): boolean {
    return this.#characters > enough;
  }

  /** `frames`: as the engine writes them, without the end of the last line. */
  add(frames: string, samples: number, nanoseconds: number): void {
    const known = this.#stacks.get(frames);
    if (known) {
      known.samples += samples;
      known.nanoseconds += BigInt(nanoseconds);
      return;
    }
    this.#stacks.set(frames, { frames, samples, nanoseconds: BigInt(nanoseconds) });
    this.#characters += frames.length;
  }

  stacks(): Stack[] {
    return [...this.#stacks.values()];
  }

  clear(): void {
    this.#stacks.clear();
    this.#characters = 0;
  }
}
