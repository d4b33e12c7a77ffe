// Node, tests. A store that a registry component runs on, with a hook before every step, so that another instance can
// run in between or this one can be made to die.

export interface Step {
  operation:
    | 'open'
    | 'get'
    | 'set'
    | 'list-keys'
    | 'cas-new'
    | 'cas-current'
    | 'increment'
    | 'swap'
    | 'get-many'
    | 'delete-many';
  /** The key, or the keys joined by commas. */
  key: string;
}

/** A WIT error as the transpiled bindings expect it thrown. */
export class WitError extends Error {
  constructor(readonly payload: unknown) {
    super(JSON.stringify(payload));
  }
}

export type KeyKind = 'root' | 'log' | 'body' | 'bad';

export abstract class TestStore {
  readonly steps: Step[] = [];
  /** Runs before each step; what it throws, the step throws. */
  hook: ((step: Step) => void) | undefined;
  /** Runs after each step that wrote; what it throws, the step throws, though it was done. */
  afterHook: ((step: Step) => void) | undefined;

  abstract get(key: string): Uint8Array | undefined;
  abstract set(key: string, value: Uint8Array): void;
  abstract delete(key: string): void;
  /** Sorted. */
  abstract get keys(): string[];
  /** Sets the keys `foreign:0`, `foreign:1`, … in one go. */
  abstract crowd(count: number): void;
  /** Another store with the same contents. */
  abstract copy(): TestStore;
  /** What a component needs to run on this store. */
  abstract imports(): Record<string, unknown>;
  /** The error that this operation throws when the store fails with a text. */
  abstract failure(operation: Step['operation'], text: string): Error;

  keysOf(kind: KeyKind): string[] {
    return this.keys.filter((key) => key.startsWith(`sidecars:3:${kind}`));
  }

  /** Without what a scrape that died has left of its look at the set-up. */
  get dataKeys(): string[] {
    return this.keys.filter((key) => !key.startsWith('sidecars:3:probe:'));
  }

  enter(operation: Step['operation'], key: string): void {
    const step = { operation, key };
    this.steps.push(step);
    this.hook?.(step);
  }

  leave(operation: Step['operation'], key: string): void {
    this.afterHook?.({ operation, key });
  }
}
