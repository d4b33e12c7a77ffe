// Guest. One scrape: method, format, compression, deadline, errors. Runs on plain Node as well.
import type { ExpositionOptions } from 'sidecars:metrics/registry@0.1.0';
import { describeFailure } from '../../sdk/wit-error.ts';
import { acceptsGzip, negotiate } from './negotiate.ts';

const allow = 'GET, HEAD, OPTIONS';

/** Answers depend on these. */
const vary = 'Accept, Accept-Encoding';

/** Below this, compressing costs more than it saves. */
const worthGzipBytes = 4096;

/** What a scraper sends to say when it will have given up. */
const timeoutHeader = 'x-prometheus-scrape-timeout-seconds';

/**
 * Answers one scrape with the bytes that `render` returns. A registry that fails is a 500 with its reason, one that
 * takes longer than the scraper waits a 503, never half an exposition: Prometheus then marks the target as down and
 * says why.
 */
export function answerScrape(request: Request, render: (options: ExpositionOptions) => Uint8Array): Response {
  const { method, headers } = request;
  if (method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow } });
  if (method !== 'GET' && method !== 'HEAD') {
    return text(405, `${method} is not allowed here: use GET or HEAD`, { allow });
  }
  const started = performance.now();
  const { contentType, format, escaping } = negotiate(headers.get('accept'));
  let content: Uint8Array;
  try {
    content = render({ format, escaping, families: new URL(request.url).searchParams.getAll('name[]') });
  } catch (error) {
    const reason = describeFailure(error);
    console.error(`prometheus-exporter: the registry could not be rendered: ${reason}`);
    return text(500, `the registry could not be rendered: ${reason}`);
  }
  const seconds = (performance.now() - started) / 1000;
  const timeoutSeconds = Number(headers.get(timeoutHeader));
  if (timeoutSeconds > 0 && seconds > timeoutSeconds) {
    return text(
      503,
      `rendering took ${seconds.toFixed(3)} s, the scraper waits ${timeoutSeconds} s: raise scrape_timeout`,
    );
  }
  const isGzip = content.length >= worthGzipBytes && acceptsGzip(headers.get('accept-encoding'));
  return new Response(method === 'HEAD' ? null : bodyOf(content, isGzip), {
    headers: { 'content-type': contentType, vary, ...(isGzip && { 'content-encoding': 'gzip' }) },
  });
}

function bodyOf(content: Uint8Array, isGzip: boolean): BodyInit {
  const bytes = content as Uint8Array<ArrayBuffer>;
  return isGzip ? new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip')) : bytes;
}

function text(status: number, message: string, headers: Record<string, string> = {}): Response {
  return new Response(`${message}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers } });
}
