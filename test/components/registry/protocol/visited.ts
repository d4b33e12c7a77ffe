// Node, tests. The visited states of an exploration, numbered in the order of their coming. They are kept byte for
// byte, in a few big arrays: nothing rests on hashes not colliding, and a million states take some 50 MB.

export class Visited {
  size = 0;
  private bytes = new Uint8Array(1 << 20);
  /** State i is bytes[starts[i]] to bytes[starts[i + 1] - 1]. */
  private starts = new Uint32Array(1 << 15);
  /** Open addressing: a state's number + 1, or 0. At most half full. */
  private slots = new Uint32Array(1 << 16);

  /** The number of the state, which is `size` before the call when it is new. */
  add(state: Uint8Array): number {
    const slot = this.slotOf(state);
    const found = this.slots[slot]!;
    if (found !== 0) return found - 1;
    const index = this.size++;
    const start = this.starts[index]!;
    const end = start + state.length;
    if (end > this.bytes.length) this.bytes = grown(this.bytes, new Uint8Array(this.bytes.length * 2));
    if (this.size >= this.starts.length) this.starts = grown(this.starts, new Uint32Array(this.starts.length * 2));
    this.bytes.set(state, start);
    this.starts[index + 1] = end;
    this.slots[slot] = index + 1;
    if (this.size * 2 > this.slots.length) this.rehash();
    return index;
  }

  /** The slot that holds this state, or the free one where it belongs. */
  private slotOf(state: Uint8Array): number {
    const last = this.slots.length - 1;
    let slot = hash(state, 0, state.length) & last;
    while (this.slots[slot] !== 0 && !this.isAt(this.slots[slot]! - 1, state)) slot = (slot + 1) & last;
    return slot;
  }

  private isAt(index: number, state: Uint8Array): boolean {
    const start = this.starts[index]!;
    if (this.starts[index + 1]! - start !== state.length) return false;
    for (let i = 0; i < state.length; i++) if (this.bytes[start + i] !== state[i]) return false;
    return true;
  }

  private rehash(): void {
    const slots = new Uint32Array(this.slots.length * 2);
    const last = slots.length - 1;
    for (let index = 0; index < this.size; index++) {
      let slot = hash(this.bytes, this.starts[index]!, this.starts[index + 1]!) & last;
      while (slots[slot] !== 0) slot = (slot + 1) & last;
      slots[slot] = index + 1;
    }
    this.slots = slots;
  }
}

/** FNV-1a, with a last stir: the table's index is taken from the low bits. */
function hash(bytes: Uint8Array, from: number, to: number): number {
  let value = 0x811c9dc5;
  for (let i = from; i < to; i++) value = Math.imul(value ^ bytes[i]!, 0x01000193);
  value ^= value >>> 15;
  return Math.imul(value, 0x2c1b3c6d) >>> 3;
}

function grown<T extends Uint8Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
