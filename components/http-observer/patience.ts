// Guest. How long a target may take. The time runs while it is the target's turn: from the end of the request, or from the
// last bytes of the request that it took; not while a client is slow.
import { subscribeDuration } from '../compiled/monotonic-clock.ts';
import { Pollable } from '../compiled/poll.ts';
import { Transfer, TransferState } from './transfer.ts';

export class Patience {
  /** To be waited for; null: there is no end to it. */
  timer: Pollable | null;
  /** What had been sent when the timer was set; -1: all. */
  private sentBytes: i64 = 0;

  /** 0: no end. */
  constructor(private limitNanoseconds: u64) {
    this.timer = limitNanoseconds > 0 ? subscribeDuration(limitNanoseconds) : null;
  }

  /** `upload`: what is still being sent. */
  isOver(upload: Transfer | null): bool {
    const timer = this.timer;
    if (timer === null) return false;
    const sentBytes = upload !== null ? <i64>upload.bytes : -1;
    const hasEnded = upload === null && this.sentBytes >= 0;
    const isReady = timer.ready();
    if (!hasEnded && !isReady) return false;
    const isClientsTurn = upload !== null && upload.state === TransferState.WaitsForBytes;
    if (isReady && !isClientsTurn && sentBytes === this.sentBytes) return true;
    this.sentBytes = sentBytes;
    this.end();
    this.timer = subscribeDuration(this.limitNanoseconds);
    return false;
  }

  end(): void {
    const timer = this.timer;
    if (timer !== null) timer.drop();
    this.timer = null;
  }
}
