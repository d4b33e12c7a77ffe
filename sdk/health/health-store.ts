// Guest. The host's own key-value store, where probes share what is known: results, the drain flag, who is checking.
// For SQLite, Spin's own kind of store: a compare-and-swap does not work on Spin's Redis and cloud stores.
import { Cas, increment, swap } from 'wasi:keyvalue/atomics@0.2.0-draft2';
import { Bucket, open } from 'wasi:keyvalue/store@0.2.0-draft2';

export interface HealthStore {
  get(key: string): string | undefined;
  set(key: string, text: string): void;
  delete(key: string): void;
  /**
   * Puts `next` in the place of the number under `key` when `isFree` says so of it; 0 stands for none. False when not, or
   * when somebody else was faster: of several at once one wins.
   */
  claim(key: string, next: bigint, isFree: (current: bigint) => boolean): boolean;
}

const utf8 = new TextEncoder();
const fromUtf8 = new TextDecoder();
const numberBytes = 8;

/** Opens it. This and every method throw what the host throws. */
export function openHealthStore(label: string): HealthStore {
  const bucket = open(label);
  return {
    get(key) {
      const bytes = bucket.get(key);
      return bytes && fromUtf8.decode(bytes);
    },
    set: (key, text) => bucket.set(key, utf8.encode(text)),
    delete: (key) => bucket.delete(key),
    claim: (key, next, isFree) => claim(bucket, key, next, isFree),
  };
}

function claim(bucket: Bucket, key: string, next: bigint, isFree: (current: bigint) => boolean): boolean {
  // on an absent key a swap is unconditional; an increment by 0 makes the key, but panics the host on other values
  if (!bucket.exists(key)) increment(bucket, key, 0n);
  const cas = Cas.new(bucket, key);
  const current = cas.current();
  if (current?.length !== numberBytes) {
    throw new Error(
      `the value of ${key} has ${current?.length ?? 'no'} bytes, expected ${numberBytes}: delete the key`,
    );
  }
  if (!isFree(new DataView(current.buffer, current.byteOffset).getBigInt64(0, true))) return false;
  const value = new DataView(new ArrayBuffer(numberBytes));
  value.setBigInt64(0, next, true);
  try {
    swap(cas, new Uint8Array(value.buffer));
    return true;
  } catch (error) {
    if ((error as { payload?: { tag: string } }).payload?.tag === 'cas-failed') return false;
    throw error;
  }
}

/** At build time: the bindings of what every probe calls are compiled and frozen into the component. */
export function warmHealthStore(): void {
  const noText = Symbol() as unknown as string;
  for (const call of [() => open(noText), () => Bucket.prototype.get.call({} as Bucket, noText)]) {
    try {
      call();
    } catch {
      // expected: a symbol is no text
    }
  }
}
