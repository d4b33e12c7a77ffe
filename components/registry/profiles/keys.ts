// Guest. The keys of profiling: one that lists the open sessions, and one for each profile submitted to a session.
// Foreign to the fold, which leaves them alone; their format has a version of its own.
import { Bytes } from '../../compiled/bytes.ts';
import { randomU64 } from '../../compiled/random.ts';
import { now } from '../../compiled/wall-clock.ts';
import { hex, prefixed } from '../storage/keys.ts';

const SESSIONS = ':p1:sessions';
const PROFILE = ':p1:profile:';

export function sessionsKey(): Bytes {
  return prefixed(SESSIONS).bytes;
}

/** What all profile keys begin with. */
export function profilesPrefix(): Bytes {
  return prefixed(PROFILE).bytes;
}

/** What the keys of one session's profiles begin with. */
export function sessionPrefix(session: u64): Bytes {
  const writer = prefixed(PROFILE);
  hex(writer, session);
  return writer.bytes;
}

/** A new key for a profile. */
export function profileKey(session: u64): Bytes {
  const writer = prefixed(PROFILE);
  hex(writer, session);
  hex(writer, now());
  hex(writer, randomU64());
  return writer.bytes;
}
