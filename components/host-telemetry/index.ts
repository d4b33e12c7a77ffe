// Guest. /internal/otlp/v1/metrics, or /internal/otlp/<secret>/v1/metrics: takes the host’s own telemetry, and that of any
// other OTLP sender, into the registry.
import { expose, push } from 'sidecars:metrics/registry@0.1.0';
import { foldRegistry } from '../../sdk/fold.ts';
import { later } from '../../sdk/later.ts';
import { logger } from '../../sdk/log/logger.ts';
import { warmLog } from '../../sdk/log/warm.ts';
import { phase } from '../../sdk/phase.ts';
import { warmPush } from '../../sdk/warm-push.ts';
import { exportMetrics } from './export.ts';
import { receive } from './receive.ts';
import { exportSettings, receiveSettings } from './settings.ts';
import { exposition, uncountedBatch } from './uncounted.ts';
import { warmReceive } from './warm.ts';

warmPush();
warmLog();
warmReceive();

addEventListener('fetch', (event: FetchEvent) => {
  phase.isServing = true;
  const received = receive(event.request, receiveSettings);
  event.respondWith(received.then(({ response }) => response));
  event.waitUntil(received.then(({ isFromHost, foldDue }) => afterwards(isFromHost, foldDue)));
});

/** What the sender does not wait for. Only the host wakes us for the rest: others may send at any rate. */
async function afterwards(isFromHost: boolean, foldDue: boolean): Promise<void> {
  await later(() => {});
  let isFoldDue = foldDue;
  try {
    if (isFromHost) {
      isFoldDue = countUncounted() || isFoldDue;
      const settings = exportSettings();
      if (settings) isFoldDue = (await exportMetrics(settings, Date.now())) || isFoldDue;
    }
  } catch (error) {
    logger.error('what follows an export of the host failed', { error });
  }
  if (isFoldDue) foldRegistry();
}

function countUncounted(): boolean {
  const { content, foldDue } = expose(exposition);
  const batch = uncountedBatch(new TextDecoder().decode(content), Date.now());
  return (batch !== undefined && push(batch).foldDue) || foldDue;
}
