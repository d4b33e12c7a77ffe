// Node, main thread. The layer that core modules and components share: sections, numbers, names.

export interface Section {
  id: number;
  /** Bytes of the whole section, header included. */
  whole: Uint8Array;
  content: Uint8Array;
}

/** The sections after the 8 bytes of preamble. Throws an Error when the bytes end too early. */
export function* sections(bytes: Uint8Array): Generator<Section> {
  const cursor = new Cursor(bytes, 8);
  while (cursor.at < bytes.length) {
    const start = cursor.at;
    const id = cursor.byte();
    const size = cursor.u32();
    const content = bytes.subarray(cursor.at, cursor.at + size);
    if (content.length < size) throw new Error('cut off in the middle of a section');
    cursor.at += size;
    yield { id, content, whole: bytes.subarray(start, cursor.at) };
  }
}

/** Reads numbers and names one after the other. */
export class Cursor {
  at: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  byte(): number {
    const value = this.#bytes[this.at++];
    if (value === undefined) throw new Error('cut off');
    return value;
  }

  u32(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  name(): string {
    const length = this.u32();
    const text = Buffer.from(this.#bytes.subarray(this.at, this.at + length)).toString();
    this.at += length;
    return text;
  }

  /** Of a table, or of a memory after its flags. */
  limits(): void {
    const flags = this.byte();
    this.u32();
    if (flags & 1) this.u32();
  }

  externName(): string {
    const kind = this.byte();
    const name = this.name();
    return kind === 2 ? `${name}@${this.name()}` : name;
  }

  skipExternType(): void {
    const kind = this.byte();
    if (kind === 0) this.byte();
    // Values and types have a bound: an equality with an index, or (types only) "some resource".
    if (kind === 2 || kind === 3) {
      const bound = this.byte();
      if (kind === 3 && bound === 1) return;
    }
    this.u32();
  }
}

/** A section with its header. */
export function section(id: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(id), leb(content.length), content]);
}

/** An unsigned number in LEB128. */
export function leb(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest % 128) | 0x80);
  }
}
