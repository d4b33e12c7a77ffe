// Guest. /health: liveness. That this code runs is the answer: it touches no dependency, so that a broken one never
// makes an orchestrator restart an app that a restart cannot mend.
import { answerProbe } from '../../sdk/health/report.ts';

addEventListener('fetch', (event: FetchEvent) => {
  event.respondWith(
    answerProbe(event.request.method, async () => [{ name: 'component', status: 'healthy', durationMs: 0 }]),
  );
});
