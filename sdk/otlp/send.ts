// Guest. One export: one POST, never repeated (the instance is about to end), within the time that its endpoint has.
import { DeadlineError, withDeadline } from '../deadline.ts';
import { describeFailure } from '../wit-error.ts';
import type { DropReason } from './drops.ts';
import type { Endpoint } from './endpoint.ts';

/** Undefined: the collector took all of it. `rejected`: how many of the records it did not take, if not all. */
export interface Refused {
  reason: DropReason;
  message: string;
  rejected?: number;
}

/** Before anybody replaces it. */
const bareFetch = globalThis.fetch;

export async function send(
  { url, headers, timeoutMs, protocol }: Endpoint,
  body: Uint8Array,
): Promise<Refused | undefined> {
  const type = protocol === 'http/json' ? 'application/json' : 'application/x-protobuf';
  const controller = new AbortController();
  const answer = async () => {
    const init = {
      method: 'POST',
      headers: [...headers, ['content-type', type]] as [string, string][],
      body: body as BufferSource,
      signal: controller.signal,
    };
    return judge(await bareFetch(url, init), protocol);
  };
  try {
    return await withDeadline(answer(), timeoutMs, `no answer within ${timeoutMs} ms`);
  } catch (error) {
    if (error instanceof DeadlineError) {
      controller.abort();
      return { reason: 'timeout', message: error.message };
    }
    return {
      reason: 'unreachable',
      message: `${describeFailure(error)}; is ${new URL(url).origin} in the component's allowed_outbound_hosts?`,
    };
  }
}

async function judge(response: Response, protocol: Endpoint['protocol']): Promise<Refused | undefined> {
  const { status } = response;
  if (status >= 200 && status < 300) return protocol === 'http/json' ? partial(await response.text()) : undefined;
  await response.body?.cancel();
  return { reason: reasons[status] ?? 'rejected', message: `the collector answered ${status}` };
}

const reasons: Record<number, DropReason> = { 429: 'throttled', 503: 'throttled', 413: 'too_large' };

/** An answer of 200 may say that some were not taken. */
function partial(text: string): Refused | undefined {
  if (!text.includes('partialSuccess')) return undefined;
  try {
    const { partialSuccess = {} } = JSON.parse(text) as { partialSuccess?: Record<string, unknown> };
    const rejected = Number(partialSuccess.rejectedSpans ?? partialSuccess.rejectedLogRecords ?? 0);
    const message = `the collector rejected ${rejected}: ${String(partialSuccess.errorMessage ?? '')}`;
    return rejected > 0 ? { reason: 'rejected', message, rejected } : undefined;
  } catch {
    return undefined;
  }
}
