// Guest. The other direction: all metrics of the registry to a collector, when the host's own export wakes this component.
import { type Batch, expose, push } from 'sidecars:metrics/registry@0.1.0';
import { familyOf } from '../../catalogue/forms.ts';
import { metricsExports, metricsExportTime } from '../../catalogue/host.ts';
import { startTime } from '../../catalogue/registry.ts';
import type { MetricsTarget } from '../../otlp/environment.ts';
import { metricsRequest } from '../../otlp/metrics.ts';
import { encodeProtobuf } from '../../otlp/protobuf.ts';
import { logger } from '../../sdk/log/logger.ts';
import { describeFailure } from '../../sdk/wit-error.ts';
import { type MetricFamily, readExposition } from './exposition.ts';
import { otlpRequest } from './otlp-families.ts';

export interface ExportSettings extends MetricsTarget {
  intervalMs: number;
  /** Attributes of the app. */
  resource: Record<string, string>;
}

/** The host wakes us at intervals of its own, never to the millisecond. */
const tolerance = 0.1;

/** Below this, compressing costs more than it saves. */
const worthGzipBytes = 4096;

/** Exports once an interval at most. True: a fold is due. A failure is counted and logged, and tried again at the next call. */
export async function exportMetrics(settings: ExportSettings, nowMs: number): Promise<boolean> {
  const { content, foldDue } = expose({ format: 'protobuf', escaping: 'allow-utf8', families: [], timeoutMs: 0 });
  const families = readExposition(content);
  const exportedMs = 1000 * (gaugeOf(families, metricsExportTime.name) ?? 0);
  if (nowMs < exportedMs + settings.intervalMs * (1 - tolerance)) return foldDue;
  const startMs = 1000 * (gaugeOf(families, startTime.name) ?? 0);
  const times = { startTimeUnixNano: nanoseconds(startMs), timeUnixNano: nanoseconds(nowMs) };
  const body = encodeProtobuf(metricsRequest, { ...otlpRequest(families, settings.resource, times) });
  const failure = await send(settings, body as Uint8Array<ArrayBuffer>);
  if (failure !== undefined) logger.error('the export of all metrics failed', { url: settings.url, failure });
  return push(outcomeBatch(failure === undefined, nowMs)).foldDue || foldDue;
}

const nanoseconds = (ms: number) => BigInt(Math.round(ms)) * 1_000_000n;

function gaugeOf(families: MetricFamily[], name: string): number | undefined {
  return families.find((family) => family.name === name)?.metric[0]?.gauge?.value;
}

/** What went wrong, or undefined. */
async function send(
  { url, headers, timeoutMs }: MetricsTarget,
  body: Uint8Array<ArrayBuffer>,
): Promise<string | undefined> {
  const isGzip = body.length >= worthGzipBytes;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/x-protobuf', ...(isGzip && { 'content-encoding': 'gzip' }) },
      body: isGzip ? await gzip(body) : body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const answer = await response.text();
    return response.ok ? undefined : `it answers ${response.status} ${answer.slice(0, 200)}`;
  } catch (error) {
    return `${describeFailure(error)}; is the address in allowed_outbound_hosts?`;
  }
}

async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

const families = [metricsExports, metricsExportTime].map(familyOf);

function outcomeBatch(isOk: boolean, nowMs: number): Batch {
  const samples: Batch['samples'] = metricsExports.labels[0].values.map((outcome) => ({
    family: 0,
    labels: { tag: 'values', val: [outcome] },
    change: { tag: 'add', val: (outcome === 'ok') === isOk ? 1 : 0 },
  }));
  const set: Batch['samples'][number] = {
    family: 1,
    labels: { tag: 'values', val: [] },
    change: { tag: 'set', val: nowMs / 1000 },
  };
  return {
    requests: [],
    families: isOk ? families : [families[0]!],
    samples: isOk ? [...samples, set] : samples,
    exemplars: [],
  };
}
