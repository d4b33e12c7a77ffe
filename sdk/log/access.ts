// Guest. The line that each request gets where LOG_FORMAT asks for one: names and order are those of the observer's.
import { activeIds } from '../trace/active.ts';
import { logger, logSettings } from './logger.ts';

export interface Access {
  method: string;
  path: string;
  route: string;
  status: number;
  durationSeconds: number;
  requestBytes: number;
  responseBytes: number;
}

/** Never throws. A request that failed always gets its line, of the others the share LOG_REQUESTS_RATIO. */
export function logAccess(access: Access): void {
  try {
    const { logsRequests, requestsRatio } = logSettings();
    const isFailure = access.status >= 500;
    if (!logsRequests || !(isFailure || isDrawn(requestsRatio))) return;
    logger.log(isFailure ? 'error' : 'info', 'request', {
      method: access.method,
      path: access.path,
      route: access.route,
      status: access.status,
      duration_seconds: access.durationSeconds,
      request_bytes: access.requestBytes,
      response_bytes: access.responseBytes,
    });
  } catch {
    // the line is lost, the tool goes on
  }
}

/** By the trace's id where there is one, so that all components log the same requests. */
function isDrawn(ratio: number): boolean {
  if (ratio >= 1) return true;
  const { traceId } = activeIds();
  const drawn = traceId === undefined ? Math.random() : Number.parseInt(traceId.slice(-8), 16) / 2 ** 32;
  return drawn < ratio;
}
