// Worker. Lends linear memories to instances and takes them back when the request is over. A lent memory is all
// zeros, so that an instance starts as if it were new; only its size may be above the initial one, which guests
// cannot rely on. Making one costs 5 ms of page faults, clearing one 0.3 ms. Components made with one engine ask
// for the same size, so that one memory serves them all.
import type { MemoryLimits } from '../core-memory.ts';

const pageBytes = 65_536;
/** A memory that grew further than this is given up: clearing it would cost what it saves. */
const maxGrowthPages = 256;
/** The same where sizes are measured: what one instance needed must not be taken for what the next one needs. */
const maxMeasuredGrowthPages = 4;

interface Lent {
  limits: MemoryLimits;
  memory: WebAssembly.Memory;
}

export class Memories {
  /** By limits. */
  readonly #free = new Map<string, WebAssembly.Memory[]>();
  #lent: Lent[] = [];
  readonly #maxGrowthPages: number;

  constructor(isMeasuring = false) {
    this.#maxGrowthPages = isMeasuring ? maxMeasuredGrowthPages : maxGrowthPages;
  }

  /** Size of all that is lent. */
  get lentBytes(): number {
    return this.#lent.reduce((bytes, { memory }) => bytes + memory.buffer.byteLength, 0);
  }

  lend(limits: MemoryLimits): WebAssembly.Memory {
    const memory = this.#free.get(keyOf(limits))?.pop() ?? new WebAssembly.Memory(limits);
    this.#lent.push({ limits, memory });
    return memory;
  }

  /** Nothing of the instances may run any more. `reuse` is false after a trap. */
  takeBack(reuse: boolean): void {
    for (const { limits, memory } of this.#lent) {
      if (!reuse || memory.buffer.byteLength / pageBytes > limits.initial + this.#maxGrowthPages) continue;
      new Uint8Array(memory.buffer).fill(0);
      const free = this.#free.get(keyOf(limits)) ?? [];
      free.push(memory);
      this.#free.set(keyOf(limits), free);
    }
    this.#lent = [];
  }
}

function keyOf({ initial, maximum }: MemoryLimits): string {
  return `${initial} ${maximum}`;
}
