// Guest. One round of the fold: what the log holds is counted into a new body, and the root is swapped to it.
// Safe at any time, from any number of instances, and when it ends at any step: until the swap nothing that counts
// has changed, and after it every log key that was counted is named in the body.
import { Bytes } from '../../compiled/bytes.ts';
import { randomU64 } from '../../compiled/random.ts';
import { now } from '../../compiled/wall-clock.ts';
import { Bound, bound } from '../bounds.ts';
import { Own } from '../own-metrics.ts';
import { Snapshot } from '../snapshot/snapshot.ts';
import { logFold } from './fold-log.ts';
import { bodyKey, LogKey, logKey, quarantineKey, rootKey } from './keys.ts';
import { Listing, PartedLogs } from './listing.ts';
import { LogAtStart } from './log-at-start.ts';
import { MergedLog, mergeLog } from './merge-log.ts';
import { appendOwn } from './own-entry.ts';
import { Store, Swap } from './store.ts';

/** Keys deleted by one call of the store. */
const DELETE_KEYS: i32 = 4096;

export enum Outcome {
  /** `body` was the committed one at some time during the round. */
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
  hasListed: bool = false;
  /** Keys listed and not counted when the round began, and the first and the last of them. */
  pending: i32 = 0;
  oldest: LogKey = new LogKey(0, 0);
  newest: LogKey = new LogKey(0, 0);
  /** The oldest of the remaining. */
  oldestRemaining: LogKey = new LogKey(0, 0);
  quarantined: i32 = 0;

  constructor(
    private store: Store,
    /** Rounds of the same call that were lost before; the one that wins counts them. */
    private losses: u32,
    /** The log as a scrape found it when it began; null in a fold. */
    private scraped: LogAtStart | null,
  ) {}

  run(): Round {
    const root = this.store.takeRoot();
    if (root.error !== null) return this.failRoot(root.error!);
    this.runFrom(root.id);
    this.store.dropRoot();
    return this;
  }

  private runFrom(rootId: u64): Round {
    const listing = new Listing();
    const listError = this.store.list(listing);
    if (listError !== null) return this.fail(`the keys could not be listed: ${listError}`);
    listing.sort();
    const snapshot = new Snapshot();
    if (!this.load(rootId, snapshot)) return this;
    const logs = listing.part(snapshot.folded);
    this.note(listing, logs.pending);
    const scraped = this.scraped;
    if (scraped !== null && scraped.isCountedWithout(logs.pending)) return this.confirm(rootId);
    const log = mergeLog(this.store, snapshot, logs.pending);
    if (log.error !== null) return this.fail(log.error!);
    const ttl = <u64>bound(Bound.SeriesTtlSeconds) * 1_000_000_000;
    const hasExpired = ttl > 0 && snapshot.expire(now() - ttl);
    // gone meanwhile: another folder has counted them
    if (log.visited > 0 && log.merged.length === 0) return this.lose();
    // the first body is committed even if it is empty: it names the registry
    const isChanged = log.merged.length > 0 || hasExpired || rootId === 0;
    if (isChanged) return this.commit(rootId, listing, logs, log, snapshot);
    // counted and not deleted: no commit is needed for that. Bodies stay: another folder may still win with one
    this.delete(logKeys(logs.folded));
    return this.confirm(rootId);
  }

  /** Nothing to commit. What was listed may lack keys that the body does not count, if the root has moved meanwhile. */
  private confirm(rootId: u64): Round {
    if (this.hasMoved(rootId)) return this;
    this.remaining = 0;
    this.outcome = Outcome.Steady;
    return this;
  }

  private note(listing: Listing, pending: Array<LogKey>): void {
    this.hasListed = true;
    this.quarantined = listing.quarantined;
    this.pending = pending.length;
    this.remaining = pending.length;
    if (pending.length === 0) return;
    this.oldest = pending[0];
    this.newest = pending[pending.length - 1];
  }

  /** Reads the current body. False: `outcome` is set. */
  private load(rootId: u64, snapshot: Snapshot): bool {
    if (rootId === 0) {
      snapshot.registryId = randomU64();
      snapshot.startedAt = now();
    } else {
      const read = this.store.get(bodyKey(rootId));
      if (read.error !== null) return this.failBody(rootId, read.error!);
      const body = read.value;
      if (body === null) {
        // a folder that won in the meantime has deleted it, or else it is really gone
        return this.hasMoved(rootId)
          ? false
          : this.failBody(rootId, 'it is not in the store: restore it, or delete the root key');
      }
      const error = snapshot.read(body);
      if (error !== null) return this.failBody(rootId, error);
      this.body = body;
    }
    snapshot.defineOwn();
    return true;
  }

  /** Whether the root is another one by now; `outcome` is Lost or, on an error, Failed. */
  private hasMoved(rootId: u64): bool {
    this.store.dropRoot();
    const root = this.store.takeRoot();
    if (root.error === null && root.id === rootId) return false;
    if (root.error !== null) this.failRoot(root.error!);
    else this.lose();
    return true;
  }

  private failRoot(reason: string): Round {
    return this.fail(`the snapshot's root (key ${rootKey().toString()}): ${reason}`);
  }

  private failBody(rootId: u64, reason: string): bool {
    this.fail(`the snapshot body (key ${bodyKey(rootId).toString()}, root key ${rootKey().toString()}): ${reason}`);
    return false;
  }

  private commit(rootId: u64, listing: Listing, logs: PartedLogs, log: MergedLog, snapshot: Snapshot): Round {
    const fault = this.quarantine(listing, log);
    if (fault !== null) return this.failCommit(fault);
    const folded = logs.folded.concat(log.merged);
    folded.sort(LogKey.compare);
    snapshot.own[Own.FoldsMerged] += 1;
    snapshot.own[Own.FoldsLost] += this.losses;
    const body = snapshot.encode(folded);
    let id = randomU64();
    while (id === 0 || id === rootId) id = randomU64();
    const written = this.store.set(bodyKey(id), body);
    if (written !== null) return this.failCommit(`the new snapshot body could not be written: ${written}`);
    const swapped = this.store.swapRoot(id);
    if (swapped.value === Swap.Unknown) {
      return this.failCommit(`whether the new snapshot was committed is unknown: ${swapped.error}`);
    }
    if (swapped.value === Swap.Lost) {
      this.delete([bodyKey(id)]);
      return this.lose();
    }
    // a scrape leaves what it has just replaced to the next fold: its client waits
    if (this.scraped !== null) this.delete(logKeys(logs.folded).concat(bodyKeys(listing.bodies, rootId)));
    else this.delete(logKeys(folded).concat(bodyKeys(listing.bodies, 0)));
    logFold(snapshot, log);
    this.outcome = Outcome.Steady;
    this.body = body;
    this.merged = log.merged.length;
    this.remaining = logs.pending.length - log.visited;
    if (this.remaining > 0) this.oldestRemaining = logs.pending[log.visited];
    return this;
  }

  /** Keeps a copy of what cannot be read. The log key goes with the others, once the body counts it. */
  private quarantine(listing: Listing, log: MergedLog): string | null {
    let room = bound(Bound.QuarantinedEntries) - listing.quarantined;
    for (let i = 0; i < log.unreadable.length && room > 0; i++, room--) {
      const error = this.store.set(quarantineKey(log.unreadable[i]), log.unreadableValues[i]);
      if (error !== null) return `an unreadable log entry could not be put aside: ${error}`;
      this.quarantined++;
    }
    return null;
  }

  /** An error changes nothing: the next folder finds the keys again. */
  private delete(keys: Array<Bytes>): void {
    for (let from = 0; from < keys.length; from += DELETE_KEYS) {
      const to = min(from + DELETE_KEYS, keys.length);
      if (this.store.deleteMany(keys, from, to) !== null) return;
    }
  }

  private lose(): Round {
    this.outcome = Outcome.Lost;
    return this;
  }

  /** Only these failures are counted: what cannot even be read must not grow with every attempt. */
  private failCommit(reason: string): Round {
    appendOwn(this.store, Own.FoldsFailed, 1);
    return this.fail(reason);
  }

  private fail(reason: string): Round {
    this.outcome = Outcome.Failed;
    this.error = reason;
    return this;
  }
}

function logKeys(keys: Array<LogKey>): Array<Bytes> {
  const result: Bytes[] = [];
  for (let i = 0; i < keys.length; i++) result.push(logKey(keys[i]));
  return result;
}

function bodyKeys(ids: Array<u64>, except: u64): Array<Bytes> {
  const result: Bytes[] = [];
  for (let i = 0; i < ids.length; i++) if (ids[i] !== except) result.push(bodyKey(ids[i]));
  return result;
}
