// Guest. All that instances of tools need of a store.
import { Bytes } from '../../compiled/bytes.ts';
import { Result } from '../../compiled/result.ts';

export abstract class Log {
  /** null: no such key. */
  abstract get(key: Bytes): Result<Bytes | null>;
  /** Returns the error as a text for people, or null. */
  abstract set(key: Bytes, value: Bytes): string | null;
}
