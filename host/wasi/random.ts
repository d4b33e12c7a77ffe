// Worker. wasi:random.
import { randomBytes, randomFillSync } from 'node:crypto';

/** Words are taken from here: filling one at a time costs more than a whole key-value call. */
const pool = new BigUint64Array(512);
let used = pool.length;

function randomWord(): bigint {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  return pool[used++] as bigint;
}

function bytes(length: bigint): Uint8Array {
  // Buffer.slice shares memory; the bindings get an array of its own.
  return new Uint8Array(randomBytes(Number(length)));
}

export const random = { getRandomBytes: bytes, getRandomU64: randomWord };
export const insecure = { getInsecureRandomBytes: bytes, getInsecureRandomU64: randomWord };
export const insecureSeed = { insecureSeed: (): [bigint, bigint] => [randomWord(), randomWord()] };
