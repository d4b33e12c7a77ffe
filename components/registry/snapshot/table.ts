// Guest. A hash table of things that know their own hash and text: series by label text, families by name.
// T has `hash: u32` and `hasText(text: Bytes): bool`.
import { Bytes } from '../../compiled/bytes.ts';

export class Table<T> {
  private slots: StaticArray<T | null>;
  private used: i32 = 0;

  /** `expected`: entries that will come; more only cost time. */
  constructor(expected: i32) {
    let capacity = 16;
    while (capacity < expected * 2) capacity *= 2;
    this.slots = new StaticArray<T | null>(capacity);
  }

  find(hash: u32, text: Bytes): T | null {
    const slots = this.slots;
    const mask = slots.length - 1;
    let at = <i32>hash & mask;
    let item = slots[at];
    while (item !== null && (item.hash !== hash || !item.hasText(text))) {
      at = (at + 1) & mask;
      item = slots[at];
    }
    return item;
  }

  /** Adds an entry that `find` does not find. */
  add(item: T): void {
    if (this.used * 2 >= this.slots.length) this.grow();
    this.place(item);
    this.used++;
  }

  private place(item: T): void {
    const slots = this.slots;
    const mask = slots.length - 1;
    let at = <i32>item.hash & mask;
    while (slots[at] !== null) at = (at + 1) & mask;
    slots[at] = item;
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new StaticArray<T | null>(old.length * 2);
    for (let i = 0; i < old.length; i++) {
      const item = old[i];
      if (item !== null) this.place(item);
    }
  }
}
