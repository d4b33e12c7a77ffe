// Guest. What the SDK itself has to say. As the observer does it: where LOG_FORMAT asks for JSON a line of the log, so that a
// shipper can read all of them, and plain text otherwise.
import { phase } from '../phase.ts';
import { logger, logSettings } from './logger.ts';

/** An error line about something that went wrong. `cause`: its stack is logged too. */
export function complain(message: string, cause?: Error): void {
  if (phase.isServing && asksForLines()) {
    logger.error(`spin-sidecars: ${message}`, cause);
    return;
  }
  const stack = cause?.stack ? `\n${cause.stack}` : '';
  console.error(`spin-sidecars: ${message}${stack}`);
}

function asksForLines(): boolean {
  try {
    return logSettings().logsRequests;
  } catch {
    return false;
  }
}
