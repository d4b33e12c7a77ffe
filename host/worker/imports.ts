// Worker. What a guest is linked with: the host's interfaces, bound to what the component may use, and its dependencies.

import { withoutVersion } from '../host-interfaces.ts';
import type { CallOptions, Capabilities, ComponentImage, DependencyImage } from '../protocol.ts';
import type { OpenedStores } from '../stores/opened.ts';
import { cliImports } from '../wasi/cli.ts';
import { monotonicClock, wallClock } from '../wasi/clocks.ts';
import { filesystemImports } from '../wasi/filesystem.ts';
import { FutureTrailers, IncomingBody, OutgoingBody } from '../wasi/http-bodies.ts';
import { Fields } from '../wasi/http-fields.ts';
import { IncomingRequest, OutgoingResponse, ResponseOutparam } from '../wasi/http-incoming.ts';
import { FutureIncomingResponse, IncomingResponse, OutgoingRequest, RequestOptions } from '../wasi/http-outgoing.ts';
import { IoError } from '../wasi/io-error.ts';
import { keyValueImports } from '../wasi/keyvalue.ts';
import { Pollable, poll } from '../wasi/poll.ts';
import { postgresImports } from '../wasi/postgres.ts';
import { insecure, insecureSeed, random } from '../wasi/random.ts';
import { redisImports } from '../wasi/redis.ts';
import { type Databases, sqliteImports } from '../wasi/sqlite.ts';
import { InputStream, OutputStream } from '../wasi/streams.ts';
import { variableImports } from '../wasi/variables.ts';

// biome-ignore lint/suspicious/noExplicitAny: the bindings are generated; their types are the WIT's
export type Interface = Record<string, any>;
export type Imports = Record<string, Interface>;

/** A dependency that does not inherit gets this. */
export const noCapabilities: Capabilities = {
  environment: [],
  allowedHosts: [],
  keyValueStores: [],
  sqliteDatabases: [],
  mounts: [],
  variables: [],
};

/** The host's interfaces by name without version. One set serves all instances of a component. */
export function hostImports(capabilities: Capabilities, stores: OpenedStores, databases: Databases): Imports {
  return {
    'wasi:io/error': { Error: IoError },
    'wasi:io/poll': { Pollable, poll },
    'wasi:io/streams': { InputStream, OutputStream },
    'wasi:clocks/monotonic-clock': monotonicClock,
    'wasi:clocks/wall-clock': wallClock,
    'wasi:random/random': random,
    'wasi:random/insecure': insecure,
    'wasi:random/insecure-seed': insecureSeed,
    ...cliImports(capabilities.environment),
    ...filesystemImports(capabilities.mounts),
    'wasi:http/types': {
      Fields,
      FutureIncomingResponse,
      FutureTrailers,
      IncomingBody,
      IncomingRequest,
      IncomingResponse,
      OutgoingBody,
      OutgoingRequest,
      OutgoingResponse,
      RequestOptions,
      ResponseOutparam,
      httpErrorCode: (error: IoError) => error.httpError,
    },
    'wasi:http/outgoing-handler': {
      handle: (request: OutgoingRequest, options: RequestOptions | undefined) =>
        request.send(capabilities.allowedHosts, (options?.values ?? {}) as CallOptions),
    },
    ...keyValueImports(capabilities.keyValueStores, stores),
    ...redisImports(capabilities.allowedHosts),
    ...sqliteImports(capabilities.sqliteDatabases, databases),
    ...postgresImports,
    ...variableImports(capabilities.variables),
  };
}

/** Starts an instance and returns its exports by full name. */
export type Instantiate = (imports: Imports) => Imports;

/**
 * Imports of one new instance: the host's, and each dependency as an instance of its own, made when it is first
 * called, because most requests of most components never do.
 */
export function linkDependencies(
  component: ComponentImage,
  host: Imports,
  start: (dependency: DependencyImage) => Imports,
): Imports {
  if (component.dependencies.length === 0) return host;
  const imports = { ...host };
  for (const dependency of component.dependencies) {
    let started: Imports | undefined;
    for (const name of dependency.provides) {
      imports[withoutVersion(name)] = lazyInterface(() => {
        started ??= start(dependency);
        return started[name] as Interface;
      });
    }
  }
  return imports;
}

/** Functions are wrapped; a resource class (a capital letter) is needed whole, so asking for one starts the instance. */
function lazyInterface(load: () => Interface): Interface {
  return new Proxy<Interface>(
    {},
    {
      get(_, name) {
        if (typeof name !== 'string') return undefined;
        if (/^[A-Z]/.test(name)) return load()[name];
        return (...parameters: unknown[]) => load()[name](...parameters);
      },
    },
  );
}
