// Node, tests. A registry component, built if need be, transpiled and instantiated over a store of the tests.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as Profiles from 'sidecars:metrics/profiles@0.1.0';
import type { Batch, ExpositionOptions, Family, Sample } from 'sidecars:metrics/registry@0.1.0';
import { transpileBytes } from '@bytecodealliance/jco-transpile';
import { buildComponent, type ComponentSource } from '../../../../scripts/build/component.ts';
import { registry } from '../../../../scripts/build/components.ts';
import { buildDir } from '../../../../scripts/build/paths.ts';
import type { TestStore } from './test-store.ts';

export type { Batch, Family, Sample };

interface Exports {
  push(batch: Batch): { foldDue: boolean };
  fold(): { merged: number; remaining: number };
  expose(options: ExpositionOptions): { content: Uint8Array; foldDue: boolean };
}

export interface Registry extends Omit<Exports, 'push'> {
  push(families: Family[], samples: Sample[], more?: Partial<Batch>): { foldDue: boolean };
}

export interface Options {
  store: TestStore;
  /** In the place of the store's own imports. */
  storeImports?: Record<string, unknown>;
  environment?: Record<string, string>;
  /** Nanoseconds since 1970. Default: a clock that moves by one microsecond a reading, shared by all instances. */
  now?: () => bigint;
  random?: () => bigint;
  /** What `ready()` of a pollable for 0 ns answers: false on Spin 4, true on Spin 3.6. */
  isReadyAtOnce?: boolean;
}

export interface Instance extends Registry {
  /** Default: everything as text 0.0.4. */
  text(options?: Partial<ExpositionOptions>): string;
  readonly profiles: typeof Profiles;
  /** The core module's exports, below the bindings. */
  readonly core: WebAssembly.Exports;
  /** Bytes of linear memory. */
  memoryBytes(): number;
  /** Calls into clocks and poll, in order, as `subscribe 0`, `ready`, `block`. */
  readonly pollCalls: string[];
  /** Lines written to standard error. */
  readonly stderr: string[];
}

type Instantiate = (
  getCoreModule: (path: string) => WebAssembly.Module,
  imports: Record<string, unknown>,
  instantiateCore: (module: WebAssembly.Module, imports: WebAssembly.Imports) => WebAssembly.Instance,
) => { 'sidecars:metrics/registry@0.1.0': Exports; 'sidecars:metrics/profiles@0.1.0': typeof Profiles };

let ticks = 1_700_000_000_000_000_000n;
let randomState = 0x243f6a8885a308d3n;

function nextRandom(): bigint {
  randomState = BigInt.asUintN(64, randomState * 6364136223846793005n + 1442695040888963407n);
  return randomState ^ (randomState >> 29n);
}

/** Builds and transpiles once; every call of the result is a fresh instance. */
export async function loadRegistry(source: ComponentSource = registry): Promise<(options: Options) => Instance> {
  await buildComponent(source);
  const component = readFileSync(join(buildDir, `${source.name}.wasm`));
  const { files } = await transpileBytes(component, { name: 'registry', instantiation: 'sync', wasiShim: false });
  const modules = new Map<string, WebAssembly.Module>();
  for (const [path, bytes] of Object.entries(files)) {
    if (path.endsWith('.wasm')) modules.set(path, new WebAssembly.Module(bytes as Uint8Array<ArrayBuffer>));
  }
  const script = Buffer.from(files['registry.js']!).toString('base64');
  const { instantiate } = (await import(/* @vite-ignore */ `data:text/javascript;base64,${script}`)) as {
    instantiate: Instantiate;
  };
  return (options) => instantiateOver(instantiate, (path) => modules.get(path)!, options);
}

function instantiateOver(
  instantiate: Instantiate,
  getModule: (path: string) => WebAssembly.Module,
  options: Options,
): Instance {
  let core: WebAssembly.Exports = {};
  const pollCalls: string[] = [];
  const stderr: string[] = [];
  const exports = instantiate(getModule, imports(options, pollCalls, stderr), (module, coreImports) => {
    const instance = new WebAssembly.Instance(module, coreImports);
    if (instance.exports.memory) core = instance.exports;
    return instance;
  });
  const calls = exports['sidecars:metrics/registry@0.1.0'];
  return {
    ...calls,
    profiles: exports['sidecars:metrics/profiles@0.1.0'],
    push: (families, samples, more) => calls.push({ requests: [], families, samples, exemplars: [], ...more }),
    text: (options) => new TextDecoder().decode(calls.expose({ ...everything, ...options }).content),
    core,
    memoryBytes: () => (core.memory as WebAssembly.Memory).buffer.byteLength,
    pollCalls,
    stderr,
  };
}

/** The plainest exposition. */
export const everything: ExpositionOptions = { format: 'text', escaping: 'underscores', families: [], timeoutMs: 0 };

class OutputStream {
  constructor(readonly lines: string[]) {}

  blockingWriteAndFlush(contents: Uint8Array) {
    this.lines.push(new TextDecoder().decode(contents).trimEnd());
  }
}

function imports(options: Options, pollCalls: string[], stderr: string[]): Record<string, unknown> {
  const now = options.now ?? (() => (ticks += 1000n));
  class Pollable {
    constructor(readonly nanoseconds: bigint) {}

    ready() {
      pollCalls.push('ready');
      return this.nanoseconds === 0n && (options.isReadyAtOnce ?? false);
    }

    block() {
      pollCalls.push('block');
    }
  }
  return {
    ...(options.storeImports ?? options.store.imports()),
    'wasi:cli/environment': { getEnvironment: () => Object.entries(options.environment ?? {}) },
    'wasi:cli/stderr': { getStderr: () => new OutputStream(stderr) },
    'wasi:io/streams': { OutputStream },
    'wasi:io/error': { Error },
    'wasi:clocks/wall-clock': {
      now() {
        const time = now();
        return { seconds: time / 1_000_000_000n, nanoseconds: Number(time % 1_000_000_000n) };
      },
    },
    'wasi:clocks/monotonic-clock': {
      subscribeDuration(nanoseconds: bigint) {
        pollCalls.push(`subscribe ${nanoseconds}`);
        return new Pollable(nanoseconds);
      },
    },
    'wasi:io/poll': { Pollable },
    'wasi:random/random': { getRandomU64: options.random ?? nextRandom },
  };
}
