// Guest. One profiling session: opens a lease in the store, waits, takes what instances submit meanwhile, and leaves
// nothing behind. When this instance is ended by its host the lease runs out, and the next request sweeps. Runs on plain
// Node as well.
import type { Profile } from 'sidecars:metrics/profiles@0.1.0';
import { Collected } from './collected.ts';

/** How long instances go on sampling when nobody keeps the session any more. */
const leaseSeconds = 3;
const keepEveryMs = 500;
/** Somebody else may have written the list of sessions at the same time: after this it stands. */
const settleMs = 50;
const settleAttempts = 20;
/** Requests that sampled until the end have handed over by then. */
const lastMs = 150;

/** The registry's side, as the WIT interface has it. */
export interface SessionStore {
  keep(session: bigint, seconds: number): boolean;
  take(session: bigint): Profile[];
  close(session: bigint): void;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

export interface Session {
  collected: Collected;
  /** Milliseconds since 1970. */
  startedAtMs: number;
  durationMs: number;
  /** Times that somebody else's write closed the session for up to half a second. */
  gaps: number;
  /** Again after the answer: instances may have submitted while it was being closed. */
  closeAgain(): void;
}

/** Throws what the registry throws; the session is closed then too. */
export async function runSession(id: bigint, seconds: number, store: SessionStore, clock: Clock): Promise<Session> {
  const closeAgain = () => store.close(id);
  try {
    await open(id, store, clock);
    const startedAtMs = clock.now();
    const collected = new Collected(BigInt(startedAtMs) * 1_000_000n);
    const endsAtMs = startedAtMs + seconds * 1000;
    let gaps = 0;
    for (let leftMs = endsAtMs - clock.now(); leftMs > 0; leftMs = endsAtMs - clock.now()) {
      await clock.sleep(Math.min(leftMs, keepEveryMs));
      if (!store.keep(id, leaseSeconds)) gaps++;
      takeAll(id, store, collected);
    }
    const durationMs = clock.now() - startedAtMs;
    await clock.sleep(lastMs);
    takeAll(id, store, collected);
    return { collected, startedAtMs, durationMs, gaps, closeAgain };
  } finally {
    closeAgain();
  }
}

async function open(id: bigint, store: SessionStore, clock: Clock): Promise<void> {
  for (let attempt = 0; attempt < settleAttempts; attempt++) {
    if (store.keep(id, leaseSeconds)) return;
    await clock.sleep(settleMs);
  }
  throw new Error('the session could not be opened: other sessions are being opened all the time; try again');
}

function takeAll(id: bigint, store: SessionStore, collected: Collected): void {
  for (let profiles = store.take(id); profiles.length > 0; profiles = store.take(id)) {
    for (const profile of profiles) collected.add(profile);
  }
}
