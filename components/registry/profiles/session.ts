// Guest. What whoever profiles calls: keeps the lease, takes what was submitted, closes. Every call may be repeated.
import { Bytes } from '../../compiled/bytes.ts';
import { Reader } from '../../compiled/reader.ts';
import { Result } from '../../compiled/result.ts';
import { now } from '../../compiled/wall-clock.ts';
import { lowerBool, lowerNothing, lowerProfiles, ProfileList } from '../bindings/metrics-profiles.ts';
import { ErrorTag, lowerError } from '../bindings/metrics-registry.ts';
import { KeySink } from '../storage/listing.ts';
import { Store } from '../storage/store.ts';
import { profilesPrefix, sessionPrefix, sessionsKey } from './keys.ts';
import { MAX_SESSIONS, Sessions } from './sessions.ts';

/** Profiles that one `take` gives: with the largest, half of a fold's memory. */
const TAKE_PROFILES: i32 = 64;

/** Returns the lowered result of the WIT function. */
export function keep(opened: Result<Store | null>, session: u64, seconds: u32): usize {
  const store = opened.value;
  if (store === null) return lowerError(ErrorTag.Store, `${opened.error}`);
  if (session === 0) return lowerError(ErrorTag.Invalid, 'session: found 0, any other number expected');
  const sessions = Sessions.read(store);
  if (sessions.error !== null) return lowerError(ErrorTag.Store, sessions.error!);
  const wasOpen = sessions.keep(session, now() + <u64>seconds * 1_000_000_000);
  if (sessions.ids.length > MAX_SESSIONS) {
    return lowerError(ErrorTag.Invalid, `${MAX_SESSIONS} sessions are open already: wait until one has ended`);
  }
  const error = store.set(sessionsKey(), sessions.value);
  return error === null ? lowerBool(wasOpen) : lowerError(ErrorTag.Store, error);
}

/** Returns the lowered result of the WIT function. */
export function take(opened: Result<Store | null>, session: u64): usize {
  const store = opened.value;
  if (store === null) return lowerError(ErrorTag.Store, `${opened.error}`);
  const keys = new ProfileKeys(sessionPrefix(session), null);
  let error = store.list(keys);
  if (error !== null) return lowerError(ErrorTag.Store, error);
  const found = keys.found;
  if (found.length > TAKE_PROFILES) found.length = TAKE_PROFILES;
  found.sort((left, right) => left.compare(right));
  const profiles = new ProfileList(found.length);
  if (found.length === 0) return lowerProfiles(profiles);
  const values = store.getMany(found);
  if (values.error !== null) return lowerError(ErrorTag.Store, values.error!);
  for (let i = 0; i < found.length; i++) {
    const value = values.value[i];
    if (value === null) continue;
    const reader = Reader.sealed(value);
    if (reader !== null) profiles.add(reader);
  }
  error = store.deleteMany(found, 0, found.length);
  return error === null ? lowerProfiles(profiles) : lowerError(ErrorTag.Store, error);
}

/** Returns the lowered result of the WIT function. */
export function close(opened: Result<Store | null>, session: u64): usize {
  const store = opened.value;
  if (store === null) return lowerError(ErrorTag.Store, `${opened.error}`);
  const sessions = Sessions.read(store);
  if (sessions.error !== null) return lowerError(ErrorTag.Store, sessions.error!);
  sessions.remove(session);
  return cleaned(store, sessions);
}

/** Returns the lowered result of the WIT function. */
export function sweep(opened: Result<Store | null>): usize {
  const store = opened.value;
  if (store === null) return lowerError(ErrorTag.Store, `${opened.error}`);
  const sessions = Sessions.read(store);
  return sessions.error === null ? cleaned(store, sessions) : lowerError(ErrorTag.Store, sessions.error!);
}

/** Leaves in the store what these sessions have and no more. */
function cleaned(store: Store, sessions: Sessions): usize {
  let error =
    sessions.ids.length === 0 ? store.deleteMany([sessionsKey()], 0, 1) : store.set(sessionsKey(), sessions.value);
  const left = new ProfileKeys(profilesPrefix(), sessions);
  if (error === null) error = store.list(left);
  if (error === null && left.found.length > 0) error = store.deleteMany(left.found, 0, left.found.length);
  return error === null ? lowerNothing() : lowerError(ErrorTag.Store, error);
}

/** Keys that begin with the prefix, but for those of some sessions. */
class ProfileKeys extends KeySink {
  readonly found: Array<Bytes> = [];
  private others: Array<Bytes> = [];

  constructor(
    private prefix: Bytes,
    except: Sessions | null,
  ) {
    super();
    if (except !== null) for (let i = 0; i < except.ids.length; i++) this.others.push(sessionPrefix(except.ids[i]));
  }

  add(key: Bytes): void {
    if (!key.startsWith(this.prefix)) return;
    for (let i = 0; i < this.others.length; i++) if (key.startsWith(this.others[i])) return;
    this.found.push(key);
  }
}
