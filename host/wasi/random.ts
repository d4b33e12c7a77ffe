// Worker. wasi:random.
import { randomBytes, randomFillSync } from 'node:crypto';

const word = new BigUint64Array(1);

function randomWord(): bigint {
  randomFillSync(word);
  return word[0] as bigint;
}

function bytes(length: bigint): Uint8Array {
  // Buffer.slice shares memory; the bindings get an array of its own.
  return new Uint8Array(randomBytes(Number(length)));
}

export const random = { getRandomBytes: bytes, getRandomU64: randomWord };
export const insecure = { getInsecureRandomBytes: bytes, getInsecureRandomU64: randomWord };
export const insecureSeed = { insecureSeed: (): [bigint, bigint] => [randomWord(), randomWord()] };
