// Guest. /metrics: asks the registry for the finished exposition and speaks HTTP; it never sees a sample.
import { expose } from 'sidecars:metrics/registry@0.1.0';
import { foldRegistry } from '../../sdk/fold.ts';
import { later } from '../../sdk/later.ts';
import { warmLog } from '../../sdk/log/warm.ts';
import { phase } from '../../sdk/phase.ts';
import { optionalVariable } from '../../sdk/variable.ts';
import { warmPush } from '../../sdk/warm-push.ts';
import { recordScrape } from './metrics.ts';
import { answerScrape } from './scrape.ts';

/** Within this time an exposition of some megabytes has left. */
const bodyLeavesMs = 100;

// Run once at build time: the bindings are compiled and frozen into the component, though the calls themselves fail.
try {
  expose({ format: 'text', escaping: 'underscores', families: ['warm-up'], timeoutMs: Symbol() as unknown as number });
} catch {
  // expected: a symbol is no name
}
warmPush();
warmLog();

addEventListener('fetch', (event: FetchEvent) => {
  phase.isServing = true;
  let isFoldDue = false;
  const answer = answerScrape(event.request, {
    // a manifest that names no such variable leaves /metrics open; a provider that fails does not
    readSecret: () => optionalVariable('metrics_secret') ?? '',
    render(options) {
      const { content, foldDue } = expose(options);
      isFoldDue = foldDue;
      return content;
    },
    record(facts) {
      if (recordScrape(facts) || isFoldDue) event.waitUntil(later(foldRegistry, bodyLeavesMs));
    },
  });
  event.respondWith(answer);
});
