// Guest. A request's trace, and its log lines as records, as `serve` sees them: begun before the handler, ended when the answer is known,
// sent when everything is over. None of it ever fails the tool.
import { alsoTo, logger } from './log/logger.ts';
import { flushTelemetry, hasExporters, warmExport } from './otlp/flush.ts';
import { keepRecord } from './otlp/records.ts';
import { telemetrySettings } from './otlp/settings.ts';
import { activeTrace } from './trace/active.ts';
import { traceFetch } from './trace/fetch.ts';
import { registerWithApi } from './trace/provider.ts';
import { beginServerSpan, type Served, type ServerSpan } from './trace/server-span.ts';
import { warmTrace } from './trace/warm.ts';
import { setTraceSource } from './trace-context.ts';

/** One instance in so many says what its settings got wrong: an instance is a request, and each would say it again. */
const instancesPerWarning = 16;

export class RequestTelemetry {
  readonly #span: ServerSpan | undefined;

  /** A request begins. */
  constructor(request: Request) {
    this.#span = guarded(() => beginServerSpan(request));
    if (this.#span) setTraceSource(activeTrace);
  }

  /** The answer is known, and how large it was. */
  answered(answer: Served): void {
    guarded(() => this.#span?.end(answer));
  }

  /** Whether there is anything to send. */
  hasExports(): boolean {
    return guarded(hasExporters) ?? false;
  }

  /** One export a signal, if there is anything. Resolves, and never rejects, when the collectors have answered or not. */
  async flush(): Promise<void> {
    await guarded(() => {
      if (!hasExporters()) return undefined;
      warnSometimes();
      return flushTelemetry();
    });
  }
}

function guarded<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function warnSometimes(): void {
  const { faults } = telemetrySettings();
  if (faults.length === 0 || Math.random() * instancesPerWarning >= 1) return;
  for (const fault of faults) logger.warn(`spin-sidecars: ${fault}`);
}

/** Build time: what a tool may import and keep at its own top level has to be there before it. */
export function prepareTelemetry(): void {
  if (isPrepared) return;
  isPrepared = true;
  registerWithApi();
  alsoTo(keepRecord);
  traceFetch();
}

/** Build time: everything above that a request runs. */
export function warmTelemetry(): void {
  warmExport(warmTrace());
}

let isPrepared = false;
