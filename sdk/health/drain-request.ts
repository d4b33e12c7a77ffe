// Guest. `POST` and `DELETE` of `…/drain`, for who has the token.
import { logger } from '../log/logger.ts';
import { carriesToken, drainToken, isDrainOn } from './access.ts';
import { defaultDrainSeconds, drainSeconds, endDrain, maxDrainSeconds, startDrain } from './drain.ts';
import { openHealthStore } from './health-store.ts';
import { text } from './plain-text.ts';
import { reasonOf } from './reason.ts';
import type { HealthSettings } from './settings.ts';

const methods = 'POST, DELETE';

/**
 * `POST` drains this host for `?seconds=` (default 300, at most 3600), `DELETE` ends that; both answer with the state.
 * 404 without a token in the configuration, 401 without it in the request, 503 when the store fails.
 */
export async function answerDrain(request: Request, { store, component }: HealthSettings): Promise<Response> {
  if (!isDrainOn()) return text(404, `draining is off: give the Spin variable ${drainToken} a value`);
  if (!methods.split(', ').includes(request.method)) {
    return text(405, `${request.method} is not allowed here: use ${methods}`, { allow: methods });
  }
  if (!(await carriesToken(request, [drainToken]))) {
    return text(401, `expected the value of ${drainToken} as bearer token`, { 'www-authenticate': 'Bearer' });
  }
  if (store === undefined) return text(503, 'draining needs the environment variable SIDECARS_HEALTH_STORE');
  try {
    return request.method === 'DELETE' ? end(store, component) : start(request, store, component);
  } catch (error) {
    logger.error('the drain flag could not be changed', { reason: reasonOf(error) });
    return text(503, 'the health store failed: the log of the component says why');
  }
}

function start(request: Request, store: string, component: string): Response {
  const parameter = new URL(request.url).searchParams.get('seconds');
  const seconds = drainSeconds(parameter);
  if (seconds === undefined) {
    return text(400, `seconds: expected 1 to ${maxDrainSeconds}, or none for ${defaultDrainSeconds}`);
  }
  return state(startDrain(openHealthStore(store), component, seconds, Date.now()));
}

function end(store: string, component: string): Response {
  endDrain(openHealthStore(store), component);
  return state(undefined);
}

function state(untilMs: number | undefined): Response {
  const body = { draining: untilMs !== undefined, drained_until: untilMs && new Date(untilMs).toISOString() };
  return Response.json(body, { headers: { 'cache-control': 'no-store' } });
}
