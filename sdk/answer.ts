// Guest. The handler's response, whatever the handler does: throws, returns something else, never answers.
import { describeFailure } from './wit-error.ts';

const text = (status: number, message: string) =>
  new Response(`${message}\n`, { status, headers: { 'content-type': 'text/plain' } });

/** `deadlineMs` 0: as long as it takes. A handler that fails is a 500, one that does not answer in time a 504; both are logged. */
export function answerOf(run: () => Response | Promise<Response>, deadlineMs: number): Promise<Response> {
  const answer = answered(run);
  return deadlineMs > 0 ? inTime(answer, deadlineMs) : answer;
}

async function answered(run: () => Response | Promise<Response>): Promise<Response> {
  try {
    const response = await run();
    if (response instanceof Response) return response;
    throw new TypeError(`it returned ${String(response)}, expected a Response`);
  } catch (error) {
    const stack = error instanceof Error && error.stack ? `\n${error.stack}` : '';
    console.error(`spin-sidecars: the handler failed: ${describeFailure(error)}${stack}`);
    return text(500, 'internal server error');
  }
}

function inTime(answer: Promise<Response>, deadlineMs: number): Promise<Response> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      console.error(`spin-sidecars: the handler did not answer within ${deadlineMs} ms`);
      resolve(text(504, `no answer within ${deadlineMs} ms`));
    }, deadlineMs);
    void answer.then((response) => {
      clearTimeout(timer);
      resolve(response);
    });
  });
}
