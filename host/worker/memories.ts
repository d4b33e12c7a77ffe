// Worker. Lends linear memories to instances and takes them back when the request is over. A lent memory is all
// zeros, so that an instance starts as if it were new; only its size may be above the initial one, which guests
// cannot rely on. Making one costs 5 ms of page faults, clearing one 0.3 ms.
import type { MemoryLimits } from '../core-memory.ts';

const pageBytes = 65_536;
/** A memory that grew further than this is given up: clearing it would cost what it saves. */
const maxGrowthPages = 512;

interface Lent {
  module: WebAssembly.Module;
  limits: MemoryLimits;
  memory: WebAssembly.Memory;
}

export class Memories {
  readonly #free = new Map<WebAssembly.Module, WebAssembly.Memory>();
  #lent: Lent[] = [];

  lend(module: WebAssembly.Module, limits: MemoryLimits): WebAssembly.Memory {
    const memory = this.#free.get(module) ?? new WebAssembly.Memory(limits);
    this.#free.delete(module);
    this.#lent.push({ module, limits, memory });
    return memory;
  }

  /** Nothing of the instances may run any more. `reuse` is false after a trap. */
  takeBack(reuse: boolean): void {
    for (const { module, limits, memory } of this.#lent) {
      if (!reuse || memory.buffer.byteLength / pageBytes > limits.initial + maxGrowthPages) continue;
      new Uint8Array(memory.buffer).fill(0);
      this.#free.set(module, memory);
    }
    this.#lent = [];
  }
}
