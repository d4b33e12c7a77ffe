// Guest. /debug/pprof/: what the handler needs of the host.
import { close, keep, measure, take, wanted } from 'sidecars:metrics/profiles@0.1.0';
import { expose } from 'sidecars:metrics/registry@0.1.0';
import { environment } from '../../sdk/environment.ts';
import { later } from '../../sdk/later.ts';
import { optionalVariable } from '../../sdk/variable.ts';
import { describeFailure } from '../../sdk/wit-error.ts';
import { answer } from './handler.ts';
import { mountedFiles } from './mounted-files.ts';
import { runSession } from './session.ts';

/** Requests that were sampled to the end of a session have submitted by then. */
const closeAgainMs = 1000;

const clock = {
  now: () => Date.now(),
  sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
};

const decoder = new TextDecoder();

addEventListener('fetch', (event: FetchEvent) => {
  const profile = async (seconds: number) => {
    const [id = 1n] = crypto.getRandomValues(new BigUint64Array(1));
    const session = await runSession(id, seconds, { keep, take, close }, clock);
    event.waitUntil(later(() => closeAgain(session.closeAgain), closeAgainMs));
    return session;
  };
  const families = ['wasm_memory_usage_bytes'];
  const heap = {
    measure,
    exposition: () =>
      decoder.decode(expose({ format: 'text', escaping: 'underscores', families, timeoutMs: 0 }).content),
    now: () => Date.now(),
  };
  // the profiler itself has ENABLE_PROFILING, or nobody sees this
  const isSampling = () => wanted().frequencyHertz > 0;
  const readSecret = () => optionalVariable('metrics_secret') ?? '';
  event.respondWith(answer(event.request, { environment, readSecret, files: mountedFiles, isSampling, heap, profile }));
});

function closeAgain(close: () => void): void {
  try {
    close();
  } catch (error) {
    console.error(`profiler: what came after the session could not be deleted: ${describeFailure(error)}`);
  }
}
