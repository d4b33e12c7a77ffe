// Guest. /metrics: asks the registry for the finished exposition and speaks HTTP; it never sees a sample.
import { expose } from 'sidecars:metrics/registry@0.1.0';
import { later } from '../../sdk/later.ts';
import { foldRegistry } from '../../sdk/push.ts';
import { answerScrape } from './scrape.ts';

/** Within this time an exposition of some megabytes has left. */
const bodyLeavesMs = 100;

// Run once at build time: the bindings are compiled and frozen into the component, though the call itself fails.
try {
  expose({ format: 'text', escaping: 'underscores', families: [Symbol() as unknown as string] });
} catch {
  // expected: a symbol is no name
}

addEventListener('fetch', (event: FetchEvent) => {
  event.respondWith(
    answerScrape(event.request, (options) => {
      const { content, foldDue } = expose(options);
      if (foldDue) event.waitUntil(later(foldRegistry, bodyLeavesMs));
      return content;
    }),
  );
});
