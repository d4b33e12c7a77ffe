// Guest. What the registry needs of a store: single keys, each operation atomic by itself, and one key, the root, that
// can be compared and swapped. Every error is a text for people.
import { Bytes } from '../../compiled/bytes.ts';
import { Result } from '../../compiled/result.ts';
import { KeySink } from './listing.ts';
import { Log } from './log.ts';

/** The root as one folder or reader saw it. */
export class Root {
  private constructor(
    /** Id of the current body; 0: none yet. Counts only when there is no error. */
    readonly id: u64,
    /** What failed, or null. */
    readonly error: string | null,
  ) {}

  static of(id: u64): Root {
    return new Root(id, null);
  }

  static failed(reason: string): Root {
    return new Root(0, reason);
  }
}

export enum Swap {
  Done,
  /** Somebody else wrote first: nothing was changed. */
  Lost,
  /** Any other error: whether the root was swapped is unknown. */
  Unknown,
}

export abstract class Store extends Log {
  /** The values of the keys, which are ascending; null for one that is not there. */
  abstract getMany(keys: Array<Bytes>): Result<StaticArray<Bytes | null>>;
  /** Deletes keys[from] to keys[to - 1], whether they exist or not. */
  abstract deleteMany(keys: Array<Bytes>, from: i32, to: i32): string | null;
  /** Adds every key that is in the store from beginning to end of the call, in any order; foreign ones may be among them. */
  abstract list(sink: KeySink): string | null;
  /** Reads the root and arms `swapRoot`. */
  abstract takeRoot(): Root;
  /** Names another body, unless the root is no longer as `takeRoot` found it. Once for each `takeRoot`. */
  abstract swapRoot(id: u64): Result<Swap>;
  /** Gives up the swap. */
  abstract dropRoot(): void;
  /** What is wrong with the way the store is set up, or null. Asked by a scrape. */
  abstract setupError(): string | null;
  /** Name of the kind of store, for `sidecars_registry_info`. */
  abstract get kind(): string;
}
