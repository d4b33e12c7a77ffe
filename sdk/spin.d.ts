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

declare module 'wasi:keyvalue/store@0.2.0-draft2' {
  export class Bucket {
    get(key: string): Uint8Array | undefined;
    set(key: string, value: Uint8Array): void;
    delete(key: string): void;
    exists(key: string): boolean;
    listKeys(cursor: string | undefined): { keys: string[]; cursor: string | undefined };
  }
  export function open(label: string): Bucket;
}

declare module 'wasi:keyvalue/atomics@0.2.0-draft2' {
  import type { Bucket } from 'wasi:keyvalue/store@0.2.0-draft2';
  export class Cas {
    // biome-ignore lint/suspicious/noMisleadingInstantiator: WIT's name for it
    static new(bucket: Bucket, key: string): Cas;
    current(): Uint8Array | undefined;
  }
  export function increment(bucket: Bucket, key: string, delta: bigint): bigint;
  export function swap(cas: Cas, value: Uint8Array): void;
}

declare module 'fermyon:spin/redis@2.0.0' {
  type Parameter = { tag: 'int64'; val: bigint } | { tag: 'binary'; val: Uint8Array };
  type Result = { tag: 'nil' } | { tag: 'status'; val: string } | Parameter;
  export class Connection {
    static open(address: string): Connection;
    publish(channel: string, payload: Uint8Array): void;
    get(key: string): Uint8Array | undefined;
    set(key: string, value: Uint8Array): void;
    incr(key: string): bigint;
    del(keys: string[]): number;
    sadd(key: string, values: string[]): number;
    smembers(key: string): string[];
    srem(key: string, values: string[]): number;
    execute(command: string, parameters: Parameter[]): Result[];
  }
}

declare module 'fermyon:spin/sqlite@2.0.0' {
  export type Value =
    | { tag: 'integer'; val: bigint }
    | { tag: 'real'; val: number }
    | { tag: 'text'; val: string }
    | { tag: 'blob'; val: Uint8Array }
    | { tag: 'null' };
  /** Methods throw `{ payload: { tag: 'no-such-database' | 'access-denied' | 'invalid-connection' | 'database-full' | 'io', val?: string } }`. */
  export class Connection {
    static open(database: string): Connection;
    execute(statement: string, parameters: Value[]): { columns: string[]; rows: { values: Value[] }[] };
  }
}

declare module 'fermyon:spin/postgres@2.0.0' {
  /** Methods throw `{ payload: { tag: 'connection-failed' | 'query-failed' | …, val: string } }`. */
  export class Connection {
    static open(address: string): Connection;
    /** Parameters and rows are of no use to us. */
    query(statement: string, parameters: never[]): { rows: unknown[][] };
  }
}

/** The event that the engine fires once for the instance's one request. */
interface FetchEvent extends Event {
  readonly request: Request;
  respondWith(response: Response | Promise<Response>): void;
  waitUntil(promise: Promise<unknown>): void;
}

declare function addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
