// Guest. All that a push needs of a store.
import { Bytes } from '../../compiled/bytes.ts';

export abstract class Log {
  /** Returns the error as a text for people, or null. */
  abstract set(key: Bytes, value: Bytes): string | null;
}
