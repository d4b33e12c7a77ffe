// Guest. The handler's response, whatever the handler does: throws, returns something else, never answers.

import { atDeadline } from './answer-deadline.ts';
import { logger } from './log/logger.ts';

const text = (status: number, message: string) =>
  new Response(`${message}\n`, { status, headers: { 'content-type': 'text/plain' } });

/**
 * A handler that fails is a 500, one that does not answer within `deadlineMs` a 504; both are logged. 0: as long as it
 * takes; undefined: as the environment says. What a handler does after its deadline is of no effect.
 */
export function answerOf(run: () => Response | Promise<Response>, deadlineMs: number | undefined): Promise<Response> {
  const answer = answered(run);
  return deadlineMs === 0 ? answer : inTime(answer, deadlineMs);
}

async function answered(run: () => Response | Promise<Response>): Promise<Response> {
  try {
    const response = await run();
    if (!(response instanceof Response)) throw new TypeError(`it returned ${String(response)}, expected a Response`);
    // the engine would take it and then answer 500 itself
    if (response.bodyUsed || response.body?.locked) {
      throw new TypeError(
        'it returned a Response whose body has been read, expected one that nobody has begun to read',
      );
    }
    return response;
  } catch (error) {
    logger.error('the handler failed', { error });
    return text(500, 'internal server error');
  }
}

function inTime(answer: Promise<Response>, deadlineMs: number | undefined): Promise<Response> {
  return new Promise((resolve) => {
    const answerCame = atDeadline(deadlineMs, (afterMs) => {
      logger.error(`the handler did not answer within ${afterMs} ms`);
      resolve(text(504, `no answer within ${afterMs} ms`));
    });
    void answer.then((response) => {
      answerCame();
      resolve(response);
    });
  });
}
