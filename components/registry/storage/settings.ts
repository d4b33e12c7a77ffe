// Guest. What the environment says about the registry, read once for each instance.
import { readBounds } from '../bounds.ts';
import { readKeyPrefix } from './prefix.ts';

/** Returns what is wrong with the settings that nothing works without, or null. */
export function readSettings(): string | null {
  readBounds();
  return readKeyPrefix();
}
