// Worker. How long a thread was in guest code: as Spin does it, the time of an instance without that of its host calls. A
// host call that makes another one is one.
import type { Imports, Interface } from '../worker/imports.ts';

let depth = 0;
let guestMs = 0;
let sinceMs = 0;

/** The guest begins. */
export function startGuestTime(): void {
  depth = 0;
  guestMs = 0;
  sinceMs = performance.now();
}

/** Seconds in guest code since `startGuestTime`, whatever the guest was in when it ended. */
export function guestSeconds(): number {
  return (guestMs + (depth === 0 ? performance.now() - sinceMs : 0)) / 1000;
}

/** Runs what is not the guest's. */
export function asHost<T>(body: () => T): T {
  if (depth++ === 0) guestMs += performance.now() - sinceMs;
  try {
    return body();
  } finally {
    if (--depth === 0) sinceMs = performance.now();
  }
}

const timed = Symbol('timed');

/** The same interfaces, every function of which counts as the host's. Classes are changed where they are. */
export function timeHostCalls(imports: Imports): Imports {
  return Object.fromEntries(Object.entries(imports).map(([name, functions]) => [name, timeInterface(functions)]));
}

function timeInterface(functions: Interface): Interface {
  const entries = Object.entries(functions).map(([name, value]) => {
    if (!/^[A-Z]/.test(name)) return [name, asHostCall(value)];
    timeMethods(value);
    for (let at = value.prototype; at && at !== Object.prototype; at = Object.getPrototypeOf(at)) timeMethods(at);
    return [name, value];
  });
  return Object.fromEntries(entries);
}

function timeMethods(owner: object): void {
  if (Object.hasOwn(owner, timed)) return;
  Object.defineProperty(owner, timed, { value: true });
  for (const [name, { value, writable }] of Object.entries(Object.getOwnPropertyDescriptors(owner))) {
    if (typeof value !== 'function' || !writable || name === 'constructor') continue;
    Object.defineProperty(owner, name, { value: asHostCall(value), writable: true, configurable: true });
  }
}

function asHostCall(call: (...parameters: unknown[]) => unknown) {
  return function (this: unknown, ...parameters: unknown[]) {
    return asHost(() => call.apply(this, parameters));
  };
}
