// Guest. What the store held at one moment, by the kinds of our keys, and what of it a snapshot has counted.
import { Bytes } from '../../compiled/bytes.ts';
import { KeyParser, LogKey } from './keys.ts';

/** Takes the keys of a store as they are listed. */
export abstract class KeySink {
  /** Notes a key if it is one that is looked for. */
  abstract add(key: Bytes): void;
}

export class Listing extends KeySink {
  /** Ascending and each once, after `sort`. */
  logs: Array<LogKey> = [];
  readonly bodies: Array<u64> = [];
  quarantined: i32 = 0;
  private parser: KeyParser = new KeyParser();

  add(key: Bytes): void {
    const parser = this.parser;
    const log = parser.logKey(key);
    if (log !== null) {
      this.logs.push(log);
      return;
    }
    const body = parser.bodyId(key);
    if (body !== 0) this.bodies.push(body);
    else if (parser.isQuarantined(key)) this.quarantined++;
  }

  /** Redis may list a key twice. */
  sort(): void {
    const all = this.logs;
    all.sort(LogKey.compare);
    let kept = 0;
    for (let i = 0; i < all.length; i++) {
      if (kept === 0 || LogKey.compare(all[kept - 1], all[i]) !== 0) all[kept++] = all[i];
    }
    all.length = kept;
  }

  /** Parts the listed log keys into those that `folded` (ascending) names and the rest; both stay ascending. */
  part(folded: Array<LogKey>): PartedLogs {
    const parts = new PartedLogs();
    let at = 0;
    for (let i = 0; i < this.logs.length; i++) {
      const key = this.logs[i];
      while (at < folded.length && LogKey.compare(folded[at], key) < 0) at++;
      const isFolded = at < folded.length && LogKey.compare(folded[at], key) === 0;
      if (isFolded) parts.folded.push(key);
      else parts.pending.push(key);
    }
    return parts;
  }
}

export class PartedLogs {
  /** Counted already; left in the store by a scrape, by a folder that died, or by one that is about to delete them. */
  readonly folded: Array<LogKey> = [];
  readonly pending: Array<LogKey> = [];
}
