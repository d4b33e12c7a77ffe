// Guest. One scrape: method, protection, format, compression, deadline, errors. Runs on plain Node as well.

import type { ExpositionOptions } from 'sidecars:metrics/registry@0.1.0';
import { logger } from '../../sdk/log/logger.ts';
import { challenges, refusalOf } from '../../sdk/secret.ts';
import { describeFailure } from '../../sdk/wit-error.ts';
import type { ScrapeFacts } from './metrics.ts';
import { acceptsGzip, negotiate } from './negotiate.ts';

const allow = 'GET, HEAD, OPTIONS';

/** Answers depend on these. */
const vary = 'Accept, Accept-Encoding';

/** Below this, compressing costs more than it saves. */
const worthGzipBytes = 4096;

/** What a scraper sends to say when it will have given up. */
const timeoutHeader = 'x-prometheus-scrape-timeout-seconds';

/** Of that time, what is left for the way to the scraper. */
const onTheWay = 0.1;

export interface Scraped {
  /** The finished exposition. */
  render(options: ExpositionOptions): Uint8Array;
  /** What a scraper has to know; empty: /metrics is open. Throws when it cannot be found out. */
  readSecret(): string;
  /** Called once for every scrape, before it is answered. */
  record(facts: ScrapeFacts): void;
}

/**
 * Answers one scrape. A registry that fails is a 500 with its reason, one that takes longer than the scraper waits a
 * 503, never half an exposition: Prometheus then marks the target as down and says why.
 */
export async function answerScrape(request: Request, scraped: Scraped): Promise<Response> {
  const { method, headers } = request;
  if (method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow } });
  if (method !== 'GET' && method !== 'HEAD') {
    return text(405, `${method} is not allowed here: use GET or HEAD`, [['allow', allow]]);
  }
  try {
    const refusal = await refusalOf(headers.get('authorization'), scraped.readSecret());
    if (refusal !== undefined) {
      scraped.record({ outcome: 'unauthorized' });
      return text(
        401,
        refusal,
        challenges.map((challenge) => ['www-authenticate', challenge]),
      );
    }
    return expose(request, scraped);
  } catch (error) {
    const reason = describeFailure(error);
    logger.error(reason);
    scraped.record({ outcome: 'failed' });
    return text(500, reason);
  }
}

function expose({ method, headers, url }: Request, { render, record }: Scraped): Response {
  const started = performance.now();
  const { contentType, format, escaping } = negotiate(headers.get('accept'));
  const families = new URL(url).searchParams.getAll('name[]');
  const timeoutMs = timeoutOf(headers.get(timeoutHeader));
  const secondsPassed = () => (performance.now() - started) / 1000;
  const tooSlow = (rendered?: ScrapeFacts['rendered']) => {
    record({ outcome: 'too_slow', ...(rendered && { rendered }) });
    const seconds = secondsPassed().toFixed(3);
    return text(
      503,
      `${seconds} s have passed, the scraper gives ${timeoutMs / 1000} s for this: raise scrape_timeout`,
    );
  };
  let content: Uint8Array;
  try {
    content = render({ format, escaping, families, timeoutMs });
  } catch (error) {
    if ((error as { payload?: { tag: string } }).payload?.tag === 'timeout') return tooSlow();
    throw new Error(`the registry could not be rendered: ${describeFailure(error)}`);
  }
  const rendered = { seconds: secondsPassed(), bytes: content.length };
  if (timeoutMs > 0 && rendered.seconds * 1000 > timeoutMs) return tooSlow(rendered);
  record({ outcome: 'ok', rendered });
  const isGzip = content.length >= worthGzipBytes && acceptsGzip(headers.get('accept-encoding'));
  return new Response(method === 'HEAD' ? null : bodyOf(content, isGzip), {
    headers: { 'content-type': contentType, vary, ...(isGzip && { 'content-encoding': 'gzip' }) },
  });
}

/** Milliseconds for rendering; 0: as long as it takes. */
function timeoutOf(header: string | null): number {
  const seconds = Number(header);
  return seconds > 0 && seconds < 1e6 ? Math.ceil(seconds * (1 - onTheWay) * 1000) : 0;
}

function bodyOf(content: Uint8Array, isGzip: boolean): BodyInit {
  const bytes = content as Uint8Array<ArrayBuffer>;
  return isGzip ? new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip')) : bytes;
}

function text(status: number, message: string, headers: [string, string][] = []): Response {
  return new Response(`${message}\n`, {
    status,
    headers: [['content-type', 'text/plain; charset=utf-8'], ...headers],
  });
}
