// Guest. The open sessions: one value, read by every request of a profilable component. Stored as
//   count · for each u64 id, u64 end of the lease (nanoseconds since 1970) · seal
// Two who write it at once may undo each other; `keep` tells who was lost, and its next call mends that.
import { Bytes } from '../../compiled/bytes.ts';
import { Reader } from '../../compiled/reader.ts';
import { now } from '../../compiled/wall-clock.ts';
import { Writer } from '../../compiled/writer.ts';
import { Log } from '../storage/log.ts';
import { sessionsKey } from './keys.ts';

export const MAX_SESSIONS: i32 = 8;

export class Sessions {
  readonly ids: Array<u64> = [];
  private ends: Array<u64> = [];
  /** The value named one whose lease had run out, or could not be read. */
  hasStale: bool = false;
  /** What failed, or null. */
  error: string | null = null;

  /** Those whose leases run. */
  static read(log: Log): Sessions {
    const sessions = new Sessions();
    const found = log.get(sessionsKey());
    sessions.error = found.error;
    const value = found.value;
    if (value !== null) sessions.parse(value);
    return sessions;
  }

  private parse(value: Bytes): void {
    const reader = Reader.sealed(value);
    if (reader === null) {
      this.hasStale = true;
      return;
    }
    const time = now();
    for (let left = reader.count(); left > 0 && !reader.failed; left--) {
      const id = reader.u64();
      const end = reader.u64();
      if (end > time) this.keep(id, end);
      else this.hasStale = true;
    }
  }

  /** Whether it was there. */
  keep(id: u64, end: u64): bool {
    const at = this.ids.indexOf(id);
    if (at >= 0) {
      this.ends[at] = end;
      return true;
    }
    this.ids.push(id);
    this.ends.push(end);
    return false;
  }

  remove(id: u64): void {
    const at = this.ids.indexOf(id);
    if (at < 0) return;
    this.ids.splice(at, 1);
    this.ends.splice(at, 1);
  }

  get value(): Bytes {
    const writer = new Writer(this.ids.length * 16 + 16);
    writer.varint(this.ids.length);
    for (let i = 0; i < this.ids.length; i++) {
      writer.u64(this.ids[i]);
      writer.u64(this.ends[i]);
    }
    writer.seal();
    return writer.bytes;
  }
}
