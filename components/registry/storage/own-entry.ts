// Guest. How a call that cannot commit still counts something: as a log entry of the registry's own.
import { randomU64 } from '../../compiled/random.ts';
import { now } from '../../compiled/wall-clock.ts';
import { ownEntry } from '../entry/batch.ts';
import { Own } from '../own-metrics.ts';
import { LogKey, logKey } from './keys.ts';
import { Log } from './log.ts';

/** An error is ignored: the caller has a worse one to report. */
export function appendOwn(log: Log, own: Own, amount: u32): void {
  log.set(logKey(new LogKey(now(), randomU64())), ownEntry(own, amount));
}
