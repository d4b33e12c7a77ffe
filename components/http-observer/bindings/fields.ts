// Guest. wasi:http/types@0.2.10, the resource `fields`: headers. Names come in lower case from the host.
import { Bytes } from '../../compiled/bytes.ts';
import { PairList } from '../../compiled/list.ts';

@external("wasi:http/types@0.2.10", "[constructor]fields")
declare function hostNew(): i32;
@external("wasi:http/types@0.2.10", "[static]fields.from-list")
declare function hostFromList(entries: usize, count: i32, result: usize): void;
@external("wasi:http/types@0.2.10", "[method]fields.get")
declare function hostGet(fields: i32, name: usize, length: i32, result: usize): void;
@external("wasi:http/types@0.2.10", "[method]fields.delete")
declare function hostDelete(fields: i32, name: usize, length: i32, result: usize): void;
@external("wasi:http/types@0.2.10", "[method]fields.append")
declare function hostAppend(fields: i32, name: usize, length: i32, value: usize, valueLength: i32, result: usize): void;
@external("wasi:http/types@0.2.10", "[method]fields.entries")
declare function hostEntries(fields: i32, result: usize): void;
@external("wasi:http/types@0.2.10", "[method]fields.clone")
declare function hostClone(fields: i32): i32;
@external("wasi:http/types@0.2.10", "[resource-drop]fields")
declare function hostDrop(fields: i32): void;

/** Return area: the largest result here is result<fields, header-error>, 8 bytes. */
const RESULT: usize = memory.data(8, 4);

/** Headers in this memory, to be changed and then given to the host: list<tuple<string, list<u8>>>. */
export class HeaderList {
  private start: usize;

  /** Room for `capacity` headers. */
  constructor(capacity: i32) {
    this.start = heap.alloc(capacity << 4);
    this.length = 0;
  }

  length: i32;

  add(name: Bytes, value: Bytes): void {
    const entry = this.start + ((<usize>this.length) << 4);
    store<u32>(entry, <u32>name.start);
    store<i32>(entry, name.length, 4);
    store<u32>(entry, <u32>value.start, 8);
    store<i32>(entry, value.length, 12);
    this.length++;
  }

  /** null: the host takes one of them for no header that a guest may send. */
  toFields(): Fields | null {
    hostFromList(this.start, this.length, RESULT);
    return load<u8>(RESULT) ? null : new Fields(load<i32>(RESULT, 4));
  }
}

/** Whoever takes a handle owns it; all others end with `drop`. */
export class Fields {
  constructor(readonly handle: i32) {}

  static empty(): Fields {
    return new Fields(hostNew());
  }

  /** In the order in which they came, repeated ones repeated. */
  entries(): PairList {
    hostEntries(this.handle, RESULT);
    return new PairList(load<u32>(RESULT), load<i32>(RESULT, 4));
  }

  /** The first value, or null. */
  first(name: string): Bytes | null {
    const key = Bytes.of(name);
    hostGet(this.handle, key.start, key.length, RESULT);
    if (load<i32>(RESULT, 4) == 0) return null;
    const list = <usize>load<u32>(RESULT);
    return new Bytes(load<u32>(list), load<i32>(list, 4));
  }

  append(name: string, value: string): void {
    const key = Bytes.of(name);
    const text = Bytes.of(value);
    hostAppend(this.handle, key.start, key.length, text.start, text.length, RESULT);
  }

  remove(name: string): void {
    const key = Bytes.of(name);
    hostDelete(this.handle, key.start, key.length, RESULT);
  }

  /** A copy that can be changed. */
  copy(): Fields {
    return new Fields(hostClone(this.handle));
  }

  drop(): void {
    hostDrop(this.handle);
  }
}
