// Guest. The beginning of a body, for whoever wants to know what it says. What follows is not read.
import { Bytes } from '../compiled/bytes.ts';
import { Writer } from '../compiled/writer.ts';

/** What is read of a body at most. */
export const EXCERPT_BYTES: i32 = 64 * 1024;

export class Excerpt {
  /** Never grows: it is filled while memory behind it comes and goes. */
  private writer: Writer = new Writer(EXCERPT_BYTES);

  get isOpen(): bool {
    return this.writer.length < EXCERPT_BYTES;
  }

  add(chunk: Bytes): void {
    this.writer.raw(chunk.slice(0, EXCERPT_BYTES - this.writer.length));
  }

  get bytes(): Bytes {
    return this.writer.bytes;
  }
}
