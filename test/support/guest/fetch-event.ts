// Node, tests. The engine's fetch event: what `serve` registers for, and what a host does with it.
import { vi } from 'vitest';
import type { Served } from '../../../sdk/handler.ts';
import { type ServeOptions, serve } from '../../../sdk/serve.ts';
import { EngineResponse } from './response.ts';

globalThis.Response = EngineResponse;

/** Serves it and sends it one request; the answer, once everything that `waitUntil` got has settled too. */
export function serveOnce(served: Served, request: Request, options: ServeOptions = {}): Promise<Response> {
  return answerOnce(() => serve(served, options), request);
}

/** The same for whatever listens to the event: `listen` is a component's top level. */
export async function answerOnce(listen: () => void, request: Request): Promise<Response> {
  const listeners: ((event: FetchEvent) => void)[] = [];
  vi.stubGlobal('addEventListener', (_: string, listener: (event: FetchEvent) => void) => listeners.push(listener));
  listen();
  vi.unstubAllGlobals();
  let answer: Promise<Response> | undefined;
  const waiting: Promise<unknown>[] = [];
  listeners[0]!({
    request,
    respondWith: (response: Response | Promise<Response>) => {
      answer = Promise.resolve(response);
    },
    waitUntil: (promise: Promise<unknown>) => void waiting.push(promise),
  } as unknown as FetchEvent);
  const response = await answer!;
  // what is waited for may ask to wait for more
  for (let count = -1; count < waiting.length; ) {
    count = waiting.length;
    await Promise.all(waiting);
  }
  return response;
}
