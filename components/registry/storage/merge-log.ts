// Guest. Fetches log entries and counts them into a snapshot, in key order.
import { Bytes } from '../../compiled/bytes.ts';
import { Bound, bound } from '../bounds.ts';
import { Own } from '../own-metrics.ts';
import { mergeEntry } from '../snapshot/merge.ts';
import { Snapshot } from '../snapshot/snapshot.ts';
import { LogKey, logKey } from './keys.ts';
import { Store } from './store.ts';

/** Log entries fetched by one call of the store. */
const FETCH_ENTRIES: i32 = 512;

export class MergedLog {
  /** What failed, or null. */
  error: string | null = null;
  /** Entries that were there and are counted now, unreadable ones included; ascending. */
  readonly merged: Array<LogKey> = [];
  /** Those of `merged` that could not be read, with their values. */
  readonly unreadable: Array<LogKey> = [];
  readonly unreadableValues: Array<Bytes> = [];
  /** Keys looked at: fewer than there are when the bounds of a fold were reached. */
  visited: i32 = 0;
}

/** Merges what one fold may of the `pending` keys. One that is gone by now has been counted by somebody else. */
export function mergeLog(store: Store, snapshot: Snapshot, pending: Array<LogKey>): MergedLog {
  const result = new MergedLog();
  const end = min(bound(Bound.FoldEntries), pending.length);
  let bytes = 0;
  while (result.visited < end && bytes < bound(Bound.FoldBytes)) {
    const from = result.visited;
    const to = min(from + FETCH_ENTRIES, end);
    const keys: Bytes[] = [];
    for (let i = from; i < to; i++) keys.push(logKey(pending[i]));
    const fetched = store.getMany(keys);
    if (fetched.error !== null) {
      result.error = `log entries could not be read: ${fetched.error!}`;
      return result;
    }
    for (let i = from; i < to; i++) {
      const value = fetched.value[i - from];
      if (value === null) continue;
      bytes += value.length;
      mergeValue(snapshot, result, pending[i], value);
    }
    result.visited = to;
  }
  return result;
}

function mergeValue(snapshot: Snapshot, result: MergedLog, key: LogKey, value: Bytes): void {
  result.merged.push(key);
  if (mergeEntry(snapshot, value, key.time)) return;
  snapshot.own[Own.UnreadableEntries] += 1;
  result.unreadable.push(key);
  result.unreadableValues.push(value);
}
