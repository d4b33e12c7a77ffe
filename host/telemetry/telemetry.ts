// Node, main thread. What the host measures of its instances, and its export every interval: names and attributes are Spin's.
import type { MetricsRequest } from '../../otlp/metrics.ts';
import { metricsRequest } from '../../otlp/metrics.ts';
import { encodeProtobuf } from '../../otlp/protobuf.ts';
import { messageOf } from '../errors.ts';
import { Counter, Histogram, keyValues } from './instruments.ts';
import type { TelemetrySettings } from './settings.ts';

/** Of one instance, with its dependencies. */
export interface Usage {
  /** In guest code. */
  seconds: number;
  memoryBytes: number;
  /** Before its request. */
  memoryBytesOnInit: number;
}

export class Telemetry {
  readonly #requests = new Counter('spin.request_count');
  readonly #time = new Histogram('spin.component_cpu_time');
  readonly #memoryOnInit = new Histogram('spin.component_memory_used_on_init');
  readonly #memory = new Histogram('spin.component_memory_used');
  readonly #settings: TelemetrySettings;
  readonly #app: string;
  readonly #log: (text: string) => void;
  readonly #timer: NodeJS.Timeout;
  #isFailing = false;

  /** `app`: name of the application. */
  constructor(settings: TelemetrySettings, app: string, log: (text: string) => void) {
    this.#settings = settings;
    this.#app = app;
    this.#log = log;
    this.#timer = setInterval(() => void this.#export(), settings.intervalMs).unref();
  }

  /** A component gets a request. */
  requestStarted(component: string): void {
    this.#requests.add({ trigger_type: 'http', app_id: this.#app, component_id: component });
  }

  /** An instance has ended. */
  instanceEnded(component: string, { seconds, memoryBytes, memoryBytesOnInit }: Usage): void {
    this.#time.record(seconds, { component_id: component, unit: 's' });
    this.#memoryOnInit.record(memoryBytesOnInit, { component_id: component, unit: 'By' });
    this.#memory.record(memoryBytes, { component_id: component, unit: 'By' });
  }

  /** Like Spin, without a last export. */
  close(): void {
    clearInterval(this.#timer);
  }

  /** What has been measured so far; undefined: nothing. */
  snapshot(): MetricsRequest | undefined {
    const metrics = [this.#requests, this.#time, this.#memoryOnInit, this.#memory].flatMap(
      (instrument) => instrument.metric() ?? [],
    );
    if (metrics.length === 0) return undefined;
    const scope = { name: 'spin-sidecars/embedded-host', version: '' };
    const resource = { attributes: keyValues(this.#settings.resource) };
    return { resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics }] }] };
  }

  async #export(): Promise<void> {
    const { url, headers, timeoutMs } = this.#settings;
    const request = this.snapshot();
    if (!request) return;
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/x-protobuf' },
        body: encodeProtobuf(metricsRequest, { ...request }) as Uint8Array<ArrayBuffer>,
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.arrayBuffer();
      this.#report(response.ok ? undefined : `it answers ${response.status}`);
    } catch (error) {
      const { cause } = error as { cause?: unknown };
      this.#report(messageOf(cause ?? error));
    }
  }

  /** Once when it begins to fail, and once when that ends. */
  #report(failure: string | undefined): void {
    if ((failure !== undefined) === this.#isFailing) return;
    this.#isFailing = failure !== undefined;
    this.#log(
      failure === undefined
        ? 'telemetry: the metrics export works again'
        : `telemetry: the metrics export to ${this.#settings.url} fails: ${failure}; measuring goes on`,
    );
  }
}
