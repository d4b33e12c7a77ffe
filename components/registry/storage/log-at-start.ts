// Guest. The log as a scrape found it when it began. Numbers only: it outlives the rounds, whose memory is released.
import { Round } from './fold-round.ts';
import { LogKey } from './keys.ts';

export class LogAtStart {
  /** Entries that were not counted yet. */
  entries: i32 = 0;
  /** When the oldest of them was pushed, nanoseconds since 1970; 0: there was none. */
  oldestTime: u64 = 0;
  private isNoted: bool = false;
  private newestTime: u64 = 0;
  private newestNonce: u64 = 0;

  /** Takes over what the first round that listed the log has found. */
  note(round: Round): void {
    if (this.isNoted || !round.hasListed) return;
    this.isNoted = true;
    this.entries = round.pending;
    this.oldestTime = round.oldest.time;
    this.newestTime = round.newest.time;
    this.newestNonce = round.newest.nonce;
  }

  /** Whether these (ascending) are all that is not counted, and none of them was there at the start. */
  isCountedWithout(pending: Array<LogKey>): bool {
    return this.isNoted && (pending.length === 0 || this.isLater(pending[0]));
  }

  /** Whether the round left nothing uncounted of what was there at the start; what came later may wait. */
  isCountedBy(round: Round): bool {
    return round.remaining === 0 || this.isLater(round.oldestRemaining);
  }

  private isLater(key: LogKey): bool {
    return LogKey.compare(key, new LogKey(this.newestTime, this.newestNonce)) > 0;
  }
}
