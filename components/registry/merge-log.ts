// Guest. Fetches log entries and counts them into a snapshot, in key order whatever order the store answers in.
import { Bytes } from './bindings/bytes.ts';
import { getMany } from './bindings/keyvalue-batch.ts';
import { Bucket } from './bindings/keyvalue-store.ts';
import { KeyParser, LogKey, logKey } from './keys.ts';
import { FETCH_ENTRIES, MAX_FOLD_BYTES } from './limits.ts';
import { mergeEntry } from './merge.ts';
import { Snapshot } from './snapshot.ts';

export class MergedLog {
  /** What failed, or null. */
  error: string | null = null;
  /** Entries that were there and are counted now, unreadable ones included; ascending. */
  readonly merged: Array<LogKey> = [];
  /** Those of `merged` that could not be read, with their values. */
  readonly unreadable: Array<LogKey> = [];
  readonly unreadableValues: Array<Bytes> = [];
  /** Keys looked at: fewer than asked for when the entries were large. */
  visited: i32 = 0;
}

/** Merges the first `limit` of the `pending` keys. One that is gone by now has been counted by somebody else. */
export function mergeLog(bucket: Bucket, snapshot: Snapshot, pending: Array<LogKey>, limit: i32): MergedLog {
  const result = new MergedLog();
  const parser = new KeyParser();
  const end = min(limit, pending.length);
  let bytes = 0;
  while (result.visited < end && bytes < MAX_FOLD_BYTES) {
    const from = result.visited;
    const to = min(from + FETCH_ENTRIES, end);
    const keys: Bytes[] = [];
    for (let i = from; i < to; i++) keys.push(logKey(pending[i]));
    const fetched = getMany(bucket, keys, 0, keys.length);
    if (fetched.error !== null) {
      result.error = `log entries could not be read: ${fetched.error!}`;
      return result;
    }
    const values = new StaticArray<Bytes | null>(to - from);
    for (let i = 0; i < fetched.value.length; i++) {
      const value = fetched.value.value(i);
      const key = parser.logKey(fetched.value.key(i));
      if (value === null || key === null) continue;
      const at = indexOf(pending, key, from, to);
      if (at >= 0) values[at - from] = value;
      bytes += value.length;
    }
    for (let i = from; i < to; i++) mergeValue(snapshot, result, pending[i], values[i - from]);
    result.visited = to;
  }
  return result;
}

function mergeValue(snapshot: Snapshot, result: MergedLog, key: LogKey, value: Bytes | null): void {
  if (value === null) return;
  result.merged.push(key);
  if (mergeEntry(snapshot, value, key.time)) return;
  snapshot.unreadable(1);
  result.unreadable.push(key);
  result.unreadableValues.push(value);
}

/** Where the key is among keys[from] to keys[to - 1], which are ascending; -1 when it is not. */
function indexOf(keys: Array<LogKey>, key: LogKey, from: i32, to: i32): i32 {
  let low = from;
  let high = to - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = LogKey.compare(keys[middle], key);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
