// Node, both threads. What the main thread and a worker say to each other.
//
// A worker runs one job (one request) at a time and blocks in it: it waits on a shared counter that the main
// thread increments after every message, then takes the messages synchronously. Bodies are streams of chunks
// with a window: the producer stops when `windowBytes` are sent and not yet acknowledged.
//
// Stream numbers: jobs (chosen by the main thread) are even, outbound calls (chosen by the worker) are odd. A
// number names both directions: of a job the request body comes in and the response body goes out; of a call it is the reverse.
import type { AllowedHost } from './allowed-hosts.ts';
import type { MemoryLimits } from './core-memory.ts';
import type { RedisAddress } from './redis/address.ts';
import type { RedisStoreConfig } from './redis/hub.ts';
import type { StoreFile } from './runtime-config.ts';
import type { Usage } from './telemetry/telemetry.ts';

/** Bytes on their way in one direction of one stream, at most. */
export const windowBytes = 256 * 1024;

/** Consumption is acknowledged in steps, so that a small body costs no message for it. */
export const creditStepBytes = windowBytes / 4;

/** Slots of the shared Int32Array of one worker. */
export const slot = { signal: 0, state: 1, beat: 2 } as const;
export const slotCount = 4;

/** `state`: what a worker does. A waiting one holds no processor. */
export const workerState = { idle: 0, running: 1, waiting: 2 } as const;

export type HeaderEntry = [name: string, value: string];

/** An error-code of wasi:http as the bindings spell it. */
export interface HttpError {
  tag: string;
  val?: unknown;
}

export interface RequestHead {
  method: string;
  pathWithQuery: string;
  scheme: string;
  authority: string;
  headers: HeaderEntry[];
}

export interface CallOptions {
  connectTimeoutMs?: number;
  firstByteTimeoutMs?: number;
  betweenBytesTimeoutMs?: number;
}

/** How a call ended before it had a response. */
export type CallFailure = { error: HttpError } | { trap: string };

/** The outcome of an `open` (nothing) or of commands (their replies, as Redis sent them). */
export interface RedisAnswer {
  replies?: Uint8Array;
  /** One of the replies was; it is thrown away. */
  tooLarge?: true;
  /** There is no connection. */
  failure?: string;
  /** With `failure`: there was one before. */
  wasConnected?: boolean;
}

/** Part of a body, in either direction. */
export type BodyMessage =
  | { type: 'data'; stream: number; chunk: Uint8Array }
  | { type: 'end'; stream: number; trailers?: HeaderEntry[] }
  | { type: 'fail'; stream: number; error: HttpError }
  /** From the receiver: these many bytes were consumed. */
  | { type: 'credit'; stream: number; bytes: number }
  /** From the receiver: nobody reads this any more. */
  | { type: 'gone'; stream: number };

export type ToWorker =
  | BodyMessage
  | { type: 'job'; stream: number; component: string; load?: ComponentImage; request: RequestHead; hasBody: boolean }
  | { type: 'response'; stream: number; status: number; headers: HeaderEntry[] }
  | { type: 'failure'; stream: number; failure: CallFailure }
  | { type: 'redis'; question: number; answer: RedisAnswer };

export type FromWorker =
  | BodyMessage
  | { type: 'ready' }
  /** The response of the job; `error`: the guest answered with an error-code. */
  | { type: 'head'; stream: number; status: number; headers: HeaderEntry[] }
  | { type: 'refusal'; stream: number; error: HttpError }
  | { type: 'call'; stream: number; request: RequestHead; options: CallOptions }
  /** Nobody wants the response of this call any more. */
  | { type: 'cancel'; stream: number }
  /** Each question is answered once. Numbers of connections are the worker's. */
  | { type: 'redis-open'; question: number; connection: number; address: RedisAddress }
  /** `to` is a connection or a store's label; the chunk holds `count` commands. */
  | { type: 'redis-send'; question: number; to: number | string; count: number; chunk: Uint8Array }
  | { type: 'redis-close'; connection: number }
  | { type: 'output'; stream: number; to: 'stdout' | 'stderr'; chunk: Uint8Array }
  | { type: 'log'; text: string }
  /** The job's event loop has ended; `trap` when it ended badly; `usage` when the host measures. */
  | { type: 'done'; stream: number; trap?: string; usage?: Usage };

/** A compiled core module; the worker lends it a memory when it asks for one. */
export interface CoreModule {
  /** What the bindings call it. */
  name: string;
  module: WebAssembly.Module;
  memory?: MemoryLimits;
}

/** One component or dependency as a worker needs it. */
export interface GuestImage {
  bindingsPath: string;
  coreModules: CoreModule[];
  /** Full names with versions. */
  imports: string[];
  exports: string[];
}

/** A file or folder that a component can read. */
export interface Mount {
  /** Absolute path. */
  source: string;
  /** Where the guest sees it, from `/`. */
  destination: string;
}

/** What a guest may use. */
export interface Capabilities {
  environment: [string, string][];
  allowedHosts: AllowedHost[];
  keyValueStores: string[];
  sqliteDatabases: string[];
  mounts: Mount[];
  variables: [string, string][];
}

export interface ComponentImage extends GuestImage {
  id: string;
  capabilities: Capabilities;
  dependencies: DependencyImage[];
}

export interface DependencyImage extends GuestImage {
  /** The component's imports (full names) that this dependency provides. */
  provides: string[];
  inherit: boolean;
}

/** What a worker is started with. */
export interface WorkerSettings {
  port: import('node:worker_threads').MessagePort;
  shared: SharedArrayBuffer;
  stores: StoreFile[];
  redisStores: RedisStoreConfig[];
  /** SQLite databases that guests may query. */
  databases: StoreFile[];
  /** One Int32 for each store: not 0 when a guest made it panic. */
  poisoned: SharedArrayBuffer;
  /** Whether to measure what instances use. */
  isMeasuring: boolean;
}
