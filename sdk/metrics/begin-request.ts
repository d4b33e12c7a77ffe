// Guest. What the metrics have to know when a request begins.
import { phase } from '../phase.ts';
import { setRequestTrace } from '../trace-context.ts';
import { forgetBuildTimeCounts } from './build-time.ts';

/**
 * Before the handler runs. `traceparent`: the header of the request. The first call of an instance ends build time.
 */
export function beginRequest(traceparent: string | null): void {
  if (!phase.isServing) {
    forgetBuildTimeCounts();
    phase.isServing = true;
  }
  setRequestTrace(traceparent);
}
