// Worker. How the bindings (jco) expect WIT values that are not plain data.

/** Called by the bindings when a guest drops a handle. */
export const dispose: typeof Symbol.dispose = Symbol.dispose ?? (Symbol.for('dispose') as typeof Symbol.dispose);

/** Thrown by a host function whose WIT result is the error case; the guest sees `payload`. Not an Error: that would be a trap. */
export class WitError {
  readonly payload: unknown;

  constructor(payload?: unknown) {
    this.payload = payload;
  }
}

/** Ends the guest: what wasmtime calls a trap raised by the host. */
export class Trap extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Trap';
  }
}

export type Result<T, E> = { tag: 'ok'; val: T } | { tag: 'err'; val: E };
