// Guest. The request's body on its way to the target. It is moved beside whatever else is waited for, and closed as soon
// as it is over, whichever side ended it.
import { mark, release } from '../compiled/arena.ts';
import { subscribeDuration } from '../compiled/monotonic-clock.ts';
import { blockOnAny, Pollable } from '../compiled/poll.ts';
import { IncomingBody, OutgoingBody } from './bindings/bodies.ts';
import { streamFault } from './bindings/streams.ts';
import { Observed } from './observed.ts';
import { Outcome } from './outcome.ts';
import { Transfer, TransferState } from './transfer.ts';

/** How often it is looked whether a target that has answered still wants its request. */
const LOOK_NANOSECONDS: u64 = 50_000_000;

export class Upload {
  /** Both bodies are there and something may still move. */
  isOpen: bool = true;
  readonly transfer: Transfer;

  /** Takes both bodies. `declaredBytes` -1: unknown. */
  constructor(
    private from: IncomingBody,
    private to: OutgoingBody,
    declaredBytes: i64,
    private seen: Observed,
  ) {
    this.transfer = new Transfer(from.stream, to.stream, declaredBytes, seen.request);
  }

  /** Moves what can be moved without waiting. */
  move(): void {
    if (!this.isOpen) return;
    const transfer = this.transfer;
    transfer.move();
    this.seen.requestBytes = transfer.bytes;
    if (transfer.isOpen) return;
    if (transfer.state === TransferState.Broken) {
      this.seen.fail(Outcome.ClientGone, `the client broke off its request: ${streamFault()}`);
    }
    this.close(transfer.state === TransferState.Done);
  }

  /** Until `first` or `second` is ready or the upload goes on; then it is moved. Leaves nothing in memory but a failure. */
  moveUntil(first: Pollable, second: Pollable | null): void {
    const place = mark();
    const outcome = this.seen.outcome;
    const wanted = this.isOpen ? this.transfer.pollable() : null;
    if (wanted === null && second === null) first.block();
    else blockOnAny(first, second, wanted);
    if (wanted !== null) wanted.drop();
    this.move();
    if (this.seen.outcome === outcome) release(place);
  }

  /**
   * A target that has answered may go on reading: until it has all, or wants no more. It cannot be waited for that a sink
   * closes, so it is asked now and then: a client that sends nothing must not keep us here.
   */
  complete(): void {
    while (this.isOpen) {
      const timer = subscribeDuration(LOOK_NANOSECONDS);
      this.moveUntil(timer, null);
      timer.drop();
      this.transfer.look();
      this.move();
    }
  }

  /** The target is told that nobody waits. */
  abort(): void {
    if (this.isOpen) this.close(false);
  }

  private close(isWhole: bool): void {
    this.isOpen = false;
    if (isWhole) this.to.finish();
    else this.to.abort();
    this.from.drop();
  }
}
