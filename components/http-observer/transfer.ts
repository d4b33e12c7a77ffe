// Guest. One body on its way from a source to a sink. The host moves it; this memory sees it only where somebody reads
// along, or where the last bytes must wait for the push.
import { Bytes } from '../compiled/bytes.ts';
import { Pollable } from '../compiled/poll.ts';
import { InputStream, OutputStream, StreamEnd, streamEnd } from './bindings/streams.ts';
import { Excerpt } from './excerpt.ts';

/** What one call moves at most. */
const CHUNK_BYTES: u64 = 1 << 20;
/** A body's last bytes, which are held back until the push, are read into memory. */
const LAST_BYTES: u64 = 64 * 1024;

export enum TransferState {
  WaitsForBytes,
  WaitsForRoom,
  /** The declared length has been read; the last chunk is written by `release`. */
  HoldsLast,
  Done,
  /** The sink takes no more. */
  Unwanted,
  /** The source broke off. */
  Broken,
}

export class Transfer {
  state: TransferState = TransferState.WaitsForBytes;
  /** Bytes that have passed. */
  bytes: u64 = 0;
  /** Keep the end of a body of declared length back, once its head is on its way. */
  holdsLast: bool = false;
  private lastStart: usize = 0;
  private lastLength: i32 = 0;

  /** `declaredBytes` -1: unknown. */
  constructor(
    private source: InputStream,
    private sink: OutputStream,
    private declaredBytes: i64,
    private excerpt: Excerpt | null,
  ) {}

  get isOpen(): bool {
    return this.state === TransferState.WaitsForBytes || this.state === TransferState.WaitsForRoom;
  }

  /** Fewer bytes came than were declared. */
  get isShort(): bool {
    return this.declaredBytes >= 0 && this.bytes < <u64>this.declaredBytes;
  }

  /** Looks whether the sink still takes anything: one that waits for bytes does not notice. */
  look(): void {
    if (!this.isOpen) return;
    this.sink.room();
    if (streamEnd !== StreamEnd.None) this.state = TransferState.Unwanted;
  }

  /** Moves what can be moved without waiting. Afterwards it waits for what `pollable` says, or is over. */
  move(): void {
    while (this.isOpen) {
      if (this.isComplete) {
        this.state = TransferState.Done;
      } else {
        const excerpt = this.excerpt;
        const isRead = (excerpt !== null && excerpt.isOpen) || this.isNearEnd;
        if (!(isRead ? this.copy() : this.splice())) return;
      }
    }
  }

  private get isComplete(): bool {
    return this.declaredBytes >= 0 && this.bytes >= <u64>this.declaredBytes;
  }

  private get isNearEnd(): bool {
    return this.holdsLast && this.declaredBytes >= 0 && this.bytes + LAST_BYTES >= <u64>this.declaredBytes;
  }

  /** False: nothing moved, and `state` says why. */
  private splice(): bool {
    const moved = this.sink.splice(this.source, CHUNK_BYTES);
    if (moved > 0) {
      this.bytes += moved;
      return true;
    }
    const end = streamEnd;
    const room = this.sink.room();
    if (streamEnd !== StreamEnd.None) this.state = TransferState.Unwanted;
    else if (end === StreamEnd.Closed) this.state = TransferState.Done;
    else if (end === StreamEnd.Failed) this.state = TransferState.Broken;
    else this.state = room === 0 ? TransferState.WaitsForRoom : TransferState.WaitsForBytes;
    return false;
  }

  private copy(): bool {
    const room = this.sink.room();
    if (room === 0) {
      this.state = streamEnd === StreamEnd.None ? TransferState.WaitsForRoom : TransferState.Unwanted;
      return false;
    }
    const chunk = this.source.read(min(room, LAST_BYTES));
    if (chunk.length === 0) {
      if (streamEnd === StreamEnd.None) this.state = TransferState.WaitsForBytes;
      else this.state = streamEnd === StreamEnd.Closed ? TransferState.Done : TransferState.Broken;
      return false;
    }
    this.bytes += chunk.length;
    const excerpt = this.excerpt;
    if (excerpt !== null) excerpt.add(chunk);
    if (this.holdsLast && this.isComplete) {
      this.lastStart = chunk.start;
      this.lastLength = chunk.length;
      this.state = TransferState.HoldsLast;
      return false;
    }
    return this.write(chunk);
  }

  private write(chunk: Bytes): bool {
    this.sink.write(chunk);
    if (streamEnd === StreamEnd.None) return true;
    this.state = TransferState.Unwanted;
    return false;
  }

  /** Writes what was held back. */
  release(): void {
    if (this.state !== TransferState.HoldsLast) return;
    this.state = TransferState.Done;
    this.write(new Bytes(this.lastStart, this.lastLength));
  }

  /** What it waits for; dropped before the next `move`. */
  pollable(): Pollable {
    return this.state === TransferState.WaitsForRoom ? this.sink.subscribe() : this.source.subscribe();
  }
}
