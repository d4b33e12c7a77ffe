// Guest. What the store held at one moment, by the kinds of our keys, and what of it a snapshot has counted.
import { Bucket } from './bindings/keyvalue-store.ts';
import { Result } from './bindings/result.ts';
import { KeyParser, LogKey } from './keys.ts';

export class Listing {
  /** Ascending. */
  readonly logs: Array<LogKey> = [];
  readonly bodies: Array<u64> = [];
  quarantined: i32 = 0;

  static read(bucket: Bucket): Result<Listing> {
    const listing = new Listing();
    const listed = bucket.listKeys();
    if (listed.error !== null) return new Result<Listing>(listing, `the keys could not be listed: ${listed.error!}`);
    const parser = new KeyParser();
    for (let page = 0; page < listed.value.length; page++) {
      const keys = listed.value[page];
      for (let i = 0; i < keys.length; i++) {
        const key = keys.at(i);
        const log = parser.logKey(key);
        if (log !== null) {
          listing.logs.push(log);
          continue;
        }
        const body = parser.bodyId(key);
        if (body !== 0) listing.bodies.push(body);
        else if (parser.isQuarantined(key)) listing.quarantined++;
      }
    }
    listing.logs.sort(LogKey.compare);
    return new Result<Listing>(listing, null);
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
  /** Counted already; left in the store by a folder that died, or that is about to delete them. */
  readonly folded: Array<LogKey> = [];
  readonly pending: Array<LogKey> = [];
}
