// Guest. One round of the fold: what the log holds is counted into a new body, and the root is swapped to it.
// Safe at any time, from any number of instances, and when it ends at any step: until the swap nothing that counts
// has changed, and after it every log key that was counted is named in the body.
import { Bytes } from './bindings/bytes.ts';
import { Swap } from './bindings/keyvalue-atomics.ts';
import { deleteMany } from './bindings/keyvalue-batch.ts';
import { Bucket } from './bindings/keyvalue-store.ts';
import { randomU64 } from './bindings/random.ts';
import { bodyKey, LogKey, logKey, quarantineKey } from './keys.ts';
import { MAX_FOLD_ENTRIES, MAX_QUARANTINED, MAX_READ_ENTRIES } from './limits.ts';
import { Listing, PartedLogs } from './listing.ts';
import { MergedLog, mergeLog } from './merge-log.ts';
import { Root, rootValue } from './root.ts';
import { Snapshot } from './snapshot.ts';

export enum Outcome {
  /** `body` is exact: the root stood still from before the listing until after the last read, or was swapped. */
  Steady,
  /** The root moved meanwhile: nothing was changed. */
  Lost,
  /** `error` says why; a commit that failed has an unknown outcome, so nothing was deleted. */
  Failed,
}

export class Round {
  outcome: Outcome = Outcome.Failed;
  error: string | null = null;
  body: Bytes = Bytes.empty();
  /** Entries counted into the committed body. */
  merged: u32 = 0;
  /** Uncounted entries that were listed and are not in `body`. */
  remaining: u32 = 0;
  /** The newest log key listed. */
  newest: LogKey = new LogKey(0, 0);
  /** The oldest of the remaining. */
  oldestRemaining: LogKey = new LogKey(0, 0);

  constructor(private bucket: Bucket) {}

  /** Merges what one fold may, and commits. When there is nothing to merge it only reads. */
  fold(): Round {
    const root = Root.take(this.bucket);
    if (root.error !== null) return this.fail(root.error!);
    const result = this.run(root, MAX_FOLD_ENTRIES, true);
    root.drop();
    return result;
  }

  /** Merges everything in memory and commits nothing. */
  look(): Round {
    const root = Root.read(this.bucket);
    return root.error !== null ? this.fail(root.error!) : this.run(root, MAX_READ_ENTRIES, false);
  }

  private run(root: Root, limit: i32, commits: bool): Round {
    const listed = Listing.read(this.bucket);
    if (listed.error !== null) return this.fail(listed.error!);
    const listing = listed.value;
    if (listing.logs.length > 0) this.newest = listing.logs[listing.logs.length - 1];
    const snapshot = new Snapshot();
    if (!this.load(root, snapshot)) return this;
    const logs = listing.part(snapshot.folded);
    this.remaining = logs.pending.length;
    const log = mergeLog(this.bucket, snapshot, logs.pending, limit);
    if (log.error !== null) return this.fail(log.error!);
    const isWorthIt = log.merged.length > 0 || logs.folded.length > 0;
    if (commits && isWorthIt) return this.commit(root, listing, logs, log, snapshot);
    if (!commits && log.visited < logs.pending.length) return this.lose();
    return this.confirm(root, snapshot, log.merged.length > 0);
  }

  /** Reads the current body. False: `outcome` is set. */
  private load(root: Root, snapshot: Snapshot): bool {
    if (root.id !== 0) {
      const read = this.bucket.get(bodyKey(root.id));
      if (read.error !== null) return this.failBody(root, read.error!);
      const body = read.value;
      if (body === null) {
        // a folder that won in the meantime has deleted it, or else it is really gone
        if (!this.hasMoved(root)) return this.failBody(root, 'it is not in the store: restore it, or delete the root');
        return false;
      }
      const error = snapshot.read(body);
      if (error !== null) return this.failBody(root, error);
      this.body = body;
    }
    snapshot.defineOwn();
    return true;
  }

  private failBody(root: Root, reason: string): bool {
    this.fail(`the snapshot body (key ${bodyKey(root.id).toString()}): ${reason}`);
    return false;
  }

  /** Whether the root is another one by now; `outcome` is Lost or, on an error, Failed. */
  private hasMoved(root: Root): bool {
    const now = Root.read(this.bucket);
    if (now.error !== null) {
      this.fail(now.error!);
      return true;
    }
    if (now.id === root.id) return false;
    this.lose();
    return true;
  }

  /** Reading is exact only when the root has not moved meanwhile. */
  private confirm(root: Root, snapshot: Snapshot, hasMerged: bool): Round {
    if (this.hasMoved(root)) return this;
    this.outcome = Outcome.Steady;
    this.remaining = 0;
    if (hasMerged || root.id === 0) this.body = snapshot.encode([] as LogKey[]);
    return this;
  }

  private commit(root: Root, listing: Listing, logs: PartedLogs, log: MergedLog, snapshot: Snapshot): Round {
    const fault = this.quarantine(listing, log);
    if (fault !== null) return this.fail(fault);
    const folded = logs.folded.concat(log.merged);
    folded.sort(LogKey.compare);
    const body = snapshot.encode(folded);
    let id = randomU64();
    while (id === 0 || id === root.id) id = randomU64();
    const written = this.bucket.set(bodyKey(id), body);
    if (written !== null) return this.fail(`the new snapshot body could not be written: ${written}`);
    const cas = root.cas!;
    const swapped = cas.swap(rootValue(id));
    if (swapped.value === Swap.Unknown) {
      return this.fail(`whether the new snapshot was committed is unknown: ${swapped.error}`);
    }
    if (swapped.value === Swap.Lost) {
      this.delete([bodyKey(id)]);
      return this.lose();
    }
    this.sweep(folded, listing.bodies);
    this.outcome = Outcome.Steady;
    this.body = body;
    this.merged = log.merged.length;
    this.remaining = logs.pending.length - log.visited;
    if (this.remaining > 0) this.oldestRemaining = logs.pending[log.visited];
    return this;
  }

  /** Keeps a copy of what cannot be read. The log key goes with the others, once the body counts it. */
  private quarantine(listing: Listing, log: MergedLog): string | null {
    let room = MAX_QUARANTINED - listing.quarantined;
    for (let i = 0; i < log.unreadable.length && room > 0; i++, room--) {
      const error = this.bucket.set(quarantineKey(log.unreadable[i]), log.unreadableValues[i]);
      if (error !== null) return `an unreadable log entry could not be put aside: ${error}`;
    }
    return null;
  }

  /** Deletes what the committed body has made superfluous: counted log keys, and every body listed before it. */
  private sweep(folded: Array<LogKey>, bodies: Array<u64>): void {
    const keys: Bytes[] = [];
    for (let i = 0; i < folded.length; i++) keys.push(logKey(folded[i]));
    for (let i = 0; i < bodies.length; i++) keys.push(bodyKey(bodies[i]));
    this.delete(keys);
  }

  /** An error changes nothing: the next folder finds the keys again. */
  private delete(keys: Array<Bytes>): void {
    for (let from = 0; from < keys.length; from += MAX_FOLD_ENTRIES) {
      const to = min(from + MAX_FOLD_ENTRIES, keys.length);
      if (deleteMany(this.bucket, keys, from, to) !== null) return;
    }
  }

  private lose(): Round {
    this.outcome = Outcome.Lost;
    return this;
  }

  private fail(reason: string): Round {
    this.outcome = Outcome.Failed;
    this.error = reason;
    return this;
  }
}
