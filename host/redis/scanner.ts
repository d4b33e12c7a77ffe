// Node, main thread. Finds where each reply of a Redis connection ends, without looking at what it says: the worker
// that asked decodes it.

const lineFeed = 10;
const code = (text: string) => text.charCodeAt(0);
const block = ['$', '!', '='].map(code);
const list = ['*', '~', '>'].map(code);
const map = code('%');
const attribute = code('|');
const push = code('>');
const known = [...block, ...list, map, attribute, ...['+', '-', ':', '_', '#', ',', '('].map(code)];

export class ReplyScanner {
  readonly #onReply: (reply: Uint8Array | undefined) => void;
  readonly #maxBytes: number;
  /** What has arrived of the current reply. */
  #parts: Buffer[] = [];
  #bytes = 0;
  #tooLarge = false;
  /** A line whose end has not arrived. */
  #carry: Buffer | undefined;
  /** Values of the current reply that have not begun. */
  #missing = 1;
  /** Bytes of the current block that have not arrived. */
  #blockBytes = 0;
  #started = false;
  /** Nobody asked for it. */
  #isPush = false;

  /** `onReply` gets each reply in a buffer of its own, or undefined for one of more than `maxBytes`. */
  constructor(maxBytes: number, onReply: (reply: Uint8Array | undefined) => void) {
    this.#maxBytes = maxBytes;
    this.#onReply = onReply;
  }

  /** Keeps views of `data` until the reply is whole. Throws an Error when it is not Redis that speaks. */
  push(data: Buffer): void {
    const chunk = this.#carry ? Buffer.concat([this.#carry, data]) : data;
    this.#carry = undefined;
    let from = 0;
    let at = 0;
    while (at < chunk.length) {
      if (this.#blockBytes > 0) {
        const step = Math.min(this.#blockBytes, chunk.length - at);
        this.#blockBytes -= step;
        at += step;
        if (this.#blockBytes > 0) break;
      } else {
        const end = chunk.indexOf(lineFeed, at);
        if (end < 0) {
          this.#keep(chunk.subarray(from, at));
          this.#carry = chunk.subarray(at);
          return;
        }
        this.#head(chunk, at, end);
        at = end + 1;
      }
      if (this.#missing > 0 || this.#blockBytes > 0) continue;
      this.#keep(chunk.subarray(from, at));
      this.#finish();
      from = at;
    }
    this.#keep(chunk.subarray(from));
  }

  #head(chunk: Buffer, at: number, end: number): void {
    const type = chunk[at] as number;
    if (!known.includes(type)) throw foreign(chunk, at, end);
    if (!this.#started) this.#isPush = type === push;
    this.#started = true;
    if (type !== attribute) this.#missing--;
    if (block.includes(type)) {
      const length = count(chunk, at, end);
      if (length >= 0) this.#blockBytes = length + 2;
    } else if (list.includes(type)) {
      this.#missing += Math.max(0, count(chunk, at, end));
    } else if (type === map || type === attribute) {
      this.#missing += Math.max(0, count(chunk, at, end)) * 2;
    }
  }

  #keep(part: Buffer): void {
    this.#bytes += part.length;
    if (this.#bytes > this.#maxBytes) {
      this.#tooLarge = true;
      this.#parts = [];
    }
    if (part.length > 0 && !this.#tooLarge) this.#parts.push(part);
  }

  #finish(): void {
    const reply = this.#tooLarge ? undefined : owned(this.#parts);
    const wanted = !this.#isPush;
    this.#parts = [];
    this.#bytes = 0;
    this.#tooLarge = false;
    this.#missing = 1;
    this.#started = false;
    if (wanted) this.#onReply(reply);
  }
}

function count(chunk: Buffer, at: number, end: number): number {
  const value = Number(chunk.toString('latin1', at + 1, end - 1));
  if (!Number.isInteger(value)) throw foreign(chunk, at, end);
  return value;
}

function foreign(chunk: Buffer, at: number, end: number): Error {
  return new Error(
    `found ${JSON.stringify(chunk.toString('latin1', at, Math.min(end, at + 40)))}, expected a Redis reply`,
  );
}

/** A copy that shares its buffer with nothing. */
export function owned(parts: readonly Uint8Array[]): Uint8Array {
  const whole = Buffer.allocUnsafeSlow(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
