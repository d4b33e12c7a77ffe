// Guest. What every request of a profilable component asks: one read, and no more while nobody profiles.

import { Bytes } from '../../compiled/bytes.ts';
import { environmentVariable } from '../../compiled/environment.ts';
import { Result } from '../../compiled/result.ts';
import { lowerWish } from '../bindings/metrics-profiles.ts';
import { ErrorTag, lowerError } from '../bindings/metrics-registry.ts';
import { Log } from '../storage/log.ts';
import { Sessions } from './sessions.ts';

const DEFAULT_HERTZ: u32 = 100;
const MAX_HERTZ: u32 = 1000;

/** Returns the lowered result of the WIT function. */
export function wanted(opened: Result<Log | null>): usize {
  const log = opened.value;
  if (log === null) return lowerError(ErrorTag.Store, `${opened.error}`);
  const sessions = Sessions.read(log);
  if (sessions.error !== null) return lowerError(ErrorTag.Store, sessions.error!);
  return lowerWish(sessions.ids.length === 0 ? 0 : frequencyHertz(), sessions.hasStale);
}

/** What is no number from 1 to 1,000 counts as not given. */
function frequencyHertz(): u32 {
  const enabled = environmentVariable('ENABLE_PROFILING');
  if (enabled === null || !enabled.equalsText('true')) return 0;
  const given = environmentVariable('PROFILE_FREQUENCY');
  const hertz: u32 = given === null ? 0 : wholeNumber(given);
  return hertz >= 1 && hertz <= MAX_HERTZ ? hertz : DEFAULT_HERTZ;
}

/** 0 for anything else, and for more than four digits. */
function wholeNumber(text: Bytes): u32 {
  let value: u32 = 0;
  if (text.length > 4) return 0;
  for (let i = 0; i < text.length; i++) {
    const digit = <u32>text.at(i) - 48;
    if (digit > 9) return 0;
    value = value * 10 + digit;
  }
  return value;
}
