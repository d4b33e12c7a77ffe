// Guest. Does another service answer as it should? TLS is the host's: a certificate that it does not trust is a failure.
import { type Check, type CheckOptions, type Finding, makeCheck } from '../check.ts';

export interface HttpOptions extends CheckOptions {
  /** Of scheme http or https; its host must be in `allowed_outbound_hosts`. */
  url: string;
  /** A status code, or a class such as `2xx`. Default: `2xx`. */
  status?: number | string;
  /** A text that the first 64 KiB of the body must contain. */
  body?: string;
  /** Sent with the request. */
  headers?: Record<string, string>;
}

const maxBodyBytes = 64 * 1024;

/** Healthy when GET answers with that status and body; redirects are not followed. Default name: `http`. */
export function http({ url, status = '2xx', body, headers = {}, ...options }: HttpOptions): Check {
  if (!/^https?:\/\/[^/\s]/.test(url)) {
    throw new TypeError(`http check: found url "${url}", expected one that begins with "http://" or "https://"`);
  }
  if (!/^([1-5]xx|[1-5]\d\d)$/.test(String(status))) {
    throw new TypeError(`http check: found status "${status}", expected a code such as 200 or a class such as "2xx"`);
  }
  const find = async (): Promise<Finding> => {
    const response = await fetch(url, { headers, redirect: 'manual' });
    if (!matches(response.status, String(status))) {
      await response.body?.cancel();
      return { status: 'unhealthy', reason: `answered ${response.status}, expected ${status}` };
    }
    if (body === undefined) {
      await response.body?.cancel();
      return { status: 'healthy' };
    }
    const text = await beginningOf(response);
    return text.includes(body)
      ? { status: 'healthy' }
      : { status: 'unhealthy', reason: `the body begins "${text.slice(0, 80)}", expected it to contain "${body}"` };
  };
  return makeCheck('http', options, find, { sharesInstance: true });
}

function matches(found: number, wanted: string): boolean {
  return wanted.endsWith('xx') ? String(found)[0] === wanted[0] : String(found) === wanted;
}

async function beginningOf(response: Response): Promise<string> {
  if (!response.body) return '';
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let bytes = 0; bytes < maxBodyBytes; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.length;
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return text;
}
