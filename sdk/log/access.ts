// Guest. The access log: one line for a request, with the names that the observer uses (docs/observer.md).
import type { HttpRequest } from 'sidecars:metrics/registry@0.1.0';
import { requestIds } from '../trace-context.ts';
import { logger } from './logger.ts';
import { logSettings } from './settings.ts';

/** Writes no query: it may hold what nobody should read. */
export function logAccess(request: HttpRequest, url: string): void {
  const { accessRatio } = logSettings();
  if (accessRatio === 0) return;
  const isFailure = request.status >= 500;
  if (!isFailure && !isChosen(accessRatio)) return;
  const fields = {
    method: request.method,
    path: new URL(url).pathname,
    route: request.route,
    status: request.status,
    duration_seconds: request.durationSeconds,
    request_bytes: request.requestBytes,
    response_bytes: request.responseBytes,
  };
  if (isFailure) logger.error('request', fields);
  else logger.info('request', fields);
}

/** By the trace, so that the lines of all components for one trace are there, or none. */
function isChosen(ratio: number): boolean {
  if (ratio === 1) return true;
  const { traceId } = requestIds();
  const [random] = traceId ? [Number.parseInt(traceId.slice(-8), 16)] : crypto.getRandomValues(new Uint32Array(1));
  return random! / 2 ** 32 < ratio;
}
