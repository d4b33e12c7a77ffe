// Guest. One scrape: method, content type, errors. Runs on plain Node as well.
import { describeFailure } from '../../sdk/wit-error.ts';

const contentType = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Answers one scrape with the bytes that `render` returns. A registry that fails is a 500 with its reason, never half
 * an exposition: Prometheus then marks the target as down and says why.
 */
export function answerScrape(method: string, render: () => Uint8Array): Response {
  if (method !== 'GET' && method !== 'HEAD') {
    return text(405, `${method} is not allowed here: use GET or HEAD`, { allow: 'GET, HEAD' });
  }
  try {
    const body = render();
    return new Response(method === 'HEAD' ? null : (body as Uint8Array<ArrayBuffer>), {
      headers: { 'content-type': contentType },
    });
  } catch (error) {
    const reason = describeFailure(error);
    console.error(`prometheus-exporter: the registry could not be rendered: ${reason}`);
    return text(500, `the registry could not be rendered: ${reason}`);
  }
}

function text(status: number, message: string, headers: Record<string, string> = {}): Response {
  return new Response(`${message}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers } });
}
