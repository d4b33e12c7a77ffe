// Guest. /debug/pprof/: who may ask, for what, with which method; headers and errors as Go's net/http/pprof has them. Runs
// on plain Node as well.
import { challenges, refusalOf } from '../../sdk/secret.ts';
import { describeFailure } from '../../sdk/wit-error.ts';
import { flamePage } from './flame/flame-page.ts';
import { gzip } from './gzip.ts';
import { type HeapSource, heapProto, heapText, measureHeap } from './heap-profile.ts';
import { indexPage } from './index-page.ts';
import { appName, instrumentedComponents } from './instrumented.ts';
import type { Files } from './mounted-files.ts';
import { readSeconds } from './seconds.ts';
import type { Session } from './session.ts';
import { type WallProfile, wallProfile, wallProto, wallText } from './wall-profile.ts';

export interface Profiled {
  environment(name: string): string | undefined;
  /** What a client has to know; empty: everybody may ask. Throws when it cannot be found out. */
  readSecret(): string;
  files: Files;
  /** Whether a session runs. */
  isSampling(): boolean;
  heap: HeapSource;
  /** Runs a session; the one who calls it answers within `seconds`. */
  profile(seconds: number): Promise<Session>;
}

export const root = '/debug/pprof/';

type Answer = (url: URL, method: string, profiled: Profiled) => Response | Promise<Response>;

const answers: Record<string, Answer> = {
  '': (_, __, { files, isSampling }) =>
    page(indexPage({ components: instrumentedComponents(files), isSampling: isSampling() })),
  profile,
  flame,
  heap: memory('heap'),
  allocs: memory('allocs'),
  cmdline: (_, __, { files }) => text(200, appName(files)),
  // profiles bring their names with them: there is nothing to ask for
  symbol: () => text(200, 'num_symbols: 0\n'),
};

/** Answers one request. What the registry fails with is a 500 with its reason. */
export async function answer(request: Request, profiled: Profiled): Promise<Response> {
  const url = new URL(request.url);
  if (!url.pathname.startsWith(root)) {
    return new Response(null, { status: 301, headers: { location: `${root}${url.search}` } });
  }
  const name = url.pathname.slice(root.length);
  try {
    const refusal = await refusalOf(request.headers.get('authorization'), profiled.readSecret());
    if (refusal !== undefined)
      return failure(
        401,
        refusal,
        challenges.map((value) => ['www-authenticate', value]),
      );
    if (profiled.environment('ENABLE_PROFILING') !== 'true') {
      return failure(
        404,
        'Profiling is off: give this component ENABLE_PROFILING = "true" in its environment in spin.toml',
      );
    }
    const found = Object.hasOwn(answers, name) ? answers[name] : undefined;
    if (!found) return failure(404, 'Unknown profile', [['x-go-pprof', '1']]);
    const allowed = name === 'symbol' ? ['GET', 'HEAD', 'POST'] : ['GET', 'HEAD'];
    if (!allowed.includes(request.method)) {
      const allow = allowed.join(', ');
      return failure(405, `${request.method} is not allowed here: use ${allow}`, [['allow', allow]]);
    }
    const response = await found(url, request.method, profiled);
    return request.method === 'HEAD' ? new Response(null, response) : response;
  } catch (error) {
    const reason = describeFailure(error);
    console.error(`profiler: ${name || 'index'}: ${reason}`);
    return failure(500, reason);
  }
}

async function profile(url: URL, method: string, profiled: Profiled): Promise<Response> {
  const asked = readSeconds(url, profiled.environment('PROFILE_MAX_SECONDS'));
  if ('error' in asked) return failure(400, asked.error, [['x-go-pprof', '1']]);
  const isText = wantsText(url);
  if (method === 'HEAD') return isText ? text(200, '') : download('profile', null);
  const made = await record(asked.seconds, profiled);
  return isText ? text(200, wallText(made)) : download('profile', await gzip(wallProto(made)));
}

async function flame(url: URL, method: string, profiled: Profiled): Promise<Response> {
  const asked = readSeconds(url, profiled.environment('PROFILE_MAX_SECONDS'));
  if ('error' in asked) return failure(400, asked.error);
  return page(method === 'HEAD' ? '' : flamePage(await record(asked.seconds, profiled)));
}

async function record(seconds: number, { profile, files }: Profiled): Promise<WallProfile> {
  return wallProfile(await profile(seconds), files);
}

function memory(name: 'heap' | 'allocs'): Answer {
  return async (url, _method, { heap }) => {
    const measured = measureHeap(heap);
    return wantsText(url) ? text(200, heapText(measured)) : download(name, await gzip(heapProto(measured, name)));
  };
}

/** As Go: any `debug` but 0. */
const wantsText = (url: URL) => Number(url.searchParams.get('debug') ?? 0) !== 0;

const noSniff: [string, string] = ['x-content-type-options', 'nosniff'];
const noStore: [string, string] = ['cache-control', 'no-store'];

function download(name: string, body: BodyInit | null): Response {
  return new Response(body, {
    headers: [
      ['content-type', 'application/octet-stream'],
      ['content-disposition', `attachment; filename="${name}"`],
      noSniff,
      noStore,
    ],
  });
}

function page(html: string): Response {
  return new Response(html, { headers: [['content-type', 'text/html; charset=utf-8'], noSniff, noStore] });
}

function text(status: number, body: string, headers: [string, string][] = []): Response {
  return new Response(body, {
    status,
    headers: [['content-type', 'text/plain; charset=utf-8'], noSniff, noStore, ...headers],
  });
}

const failure = (status: number, message: string, headers: [string, string][] = []) =>
  text(status, `${message}\n`, headers);
