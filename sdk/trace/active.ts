// Guest. Which span is active: what a function has that was run in its context, across `await`, timers and promises, and
// for the rest the request's own. The engine has no AsyncLocalStorage, and its `await` calls nothing that could be replaced;
// so the build turns `async` functions into promises in every component that imports @opentelemetry/api (see
// scripts/build/guest-plugin.ts), and what goes on here is that callbacks of promises remember their context.
import { type Context, type ContextManager, ROOT_CONTEXT, TraceFlags, trace } from '@opentelemetry/api';
import type { Trace } from '../trace-context.ts';

/** Undefined: the request's. */
let current: Context | undefined;
let ofRequest: () => Context = () => ROOT_CONTEXT;

export function activeContext(): Context {
  return current ?? ofRequest();
}

/** What is active where nothing else is, from now on. Called when it is first needed. */
export function setRequestContext(context: () => Context): void {
  current = undefined;
  ofRequest = context;
}

/** That of the active span or, where this component records none, of the caller. */
export function activeTrace(): Trace {
  const { traceId, spanId, traceFlags = 0 } = trace.getSpanContext(activeContext()) ?? {};
  return { traceId, spanId, isSampled: (traceFlags & TraceFlags.SAMPLED) !== 0 };
}

export function runIn<R>(context: Context | undefined, work: () => R): R {
  const before = current;
  current = context;
  try {
    return work();
  } finally {
    current = before;
  }
}

type Callback = (...values: never[]) => unknown;

/** The same function, in the context that is active now. Where that is the request's, the function itself. */
function bound<F>(work: F): F {
  const context = current;
  if (context === undefined || typeof work !== 'function') return work;
  const run = work as unknown as Callback;
  return function (this: unknown, ...values: never[]) {
    return runIn(context, () => run.apply(this, values));
  } as F;
}

/** Replaces what takes a callback for later. Streams and events of the engine do not go through any of these. */
function carryOn(): void {
  const promise = Promise.prototype;
  const { then } = promise;
  // biome-ignore lint/suspicious/noThenProperty: this is the one place where callbacks of promises pass
  promise.then = function (this: Promise<unknown>, onFulfilled, onRejected) {
    return then.call(this, bound(onFulfilled), bound(onRejected)) as never;
  };
  const scope = globalThis as unknown as Record<string, ((work: Callback, ...rest: unknown[]) => unknown) | undefined>;
  for (const name of ['setTimeout', 'setInterval', 'queueMicrotask']) {
    const schedule = scope[name];
    if (schedule) scope[name] = (work, ...rest) => schedule(bound(work), ...rest);
  }
}

export class ActiveContext implements ContextManager {
  active(): Context {
    return activeContext();
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    context: Context,
    work: F,
    self?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return runIn(context, () => work.apply(self, args));
  }

  bind<T>(context: Context, target: T): T {
    return runIn(context, () => bound(target));
  }

  enable(): this {
    if (!isEnabled) carryOn();
    isEnabled = true;
    return this;
  }

  disable(): this {
    return this;
  }
}

let isEnabled = false;
