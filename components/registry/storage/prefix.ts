// Guest. What our keys begin with: SIDECARS_KEY_PREFIX in the environment, else `sidecars`. Two registries can share
// one store under different prefixes.
import { Bytes } from '../../compiled/bytes.ts';
import { environmentVariable } from '../../compiled/environment.ts';

const MAX_LENGTH: i32 = 64;

/** Static memory, because the prefix outlives a call. */
const BUFFER: usize = memory.data(64);
let length: i32 = 0;

export function keyPrefix(): Bytes {
  return new Bytes(BUFFER, length);
}

/** Reads the prefix, once for each instance. Returns what is wrong with it, or null. */
export function readKeyPrefix(): string | null {
  if (length > 0) return null;
  let prefix = environmentVariable('SIDECARS_KEY_PREFIX');
  if (prefix === null || prefix.length === 0) prefix = Bytes.of('sidecars');
  const isUsable = prefix.length <= MAX_LENGTH && isPrintable(prefix);
  if (!isUsable) {
    return (
      `environment variable SIDECARS_KEY_PREFIX is "${prefix.toString()}", at most ${MAX_LENGTH} printable ASCII ` +
      'characters expected: correct it in spin.toml'
    );
  }
  prefix.copyTo(BUFFER);
  length = prefix.length;
  return null;
}

function isPrintable(text: Bytes): bool {
  for (let i = 0; i < text.length; i++) if (text.at(i) <= 32 || text.at(i) > 126) return false;
  return true;
}
