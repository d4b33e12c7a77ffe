// Guest. Suspends this instance once. Without it, after a key-value call, head and body of the HTTP response leave
// Spin in two packets and a keep-alive client waits 40 ms for the second.
import { subscribeDuration } from '../compiled/monotonic-clock.ts';

/**
 * On Spin 4 a duration of 0 is not ready at once, and blocking on a second one suspends. On 3.6 it is ready and would
 * not suspend; there a duration of 1 ns does, for the timer's 1 ms.
 */
export function yieldToHost(): void {
  const probe = subscribeDuration(0);
  const isReady = probe.ready();
  probe.drop();
  const wait = subscribeDuration(isReady ? 1 : 0);
  wait.block();
  wait.drop();
}
