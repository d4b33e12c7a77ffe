// The host interfaces that TypeScript components import, as the engine presents them (see wit/deps/).
// An error thrown by the host is an object with a `payload`, not an Error.

declare module 'wasi:cli/environment@0.2.10' {
  /** The component's `environment` in spin.toml: (name, value). A host call: not at a module's top level. */
  export function getEnvironment(): [string, string][];
}

declare module 'wasi:io/streams@0.2.10' {
  export interface OutputStream {
    /** At most 4,096 bytes. Throws `{ payload: { tag: 'closed' | 'last-operation-failed' } }`. */
    blockingWriteAndFlush(contents: Uint8Array): void;
  }
}

declare module 'wasi:cli/stdout@0.2.10' {
  export function getStdout(): import('wasi:io/streams@0.2.10').OutputStream;
}

declare module 'wasi:cli/stderr@0.2.10' {
  export function getStderr(): import('wasi:io/streams@0.2.10').OutputStream;
}

declare module 'fermyon:spin/variables@2.0.0' {
  /** Throws `{ payload: { tag: 'undefined' | 'invalid-name' | 'provider' | 'other', val: string } }`. */
  export function get(name: string): string;
}

declare module 'fermyon:spin/key-value@2.0.0' {
  /** Methods throw `{ payload: { tag: 'no-such-store' | 'access-denied' | 'store-table-full' | 'other', val?: string } }`. */
  export class Store {
    static open(label: string): Store;
    get(key: string): Uint8Array | undefined;
    set(key: string, value: Uint8Array): void;
    delete(key: string): void;
    exists(key: string): boolean;
    getKeys(): string[];
  }
}

/** The event that the engine fires once for the instance's one request. */
interface FetchEvent extends Event {
  readonly request: Request;
  respondWith(response: Response | Promise<Response>): void;
  waitUntil(promise: Promise<unknown>): void;
}

declare function addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
