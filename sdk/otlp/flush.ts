// Guest. What a request leaves for the collectors: one export a signal, when the request and what it started are over.
import {
  JsonLogsSerializer,
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { logger } from '../log/logger.ts';
import { printSpans } from '../trace/print.ts';
import { hasSpans, takeSpans } from '../trace/recorder.ts';
import { type DroppedSignal, drop } from './drops.ts';
import type { Endpoint, Protocol } from './endpoint.ts';
import { hasRecords, takeRecords } from './records.ts';
import { send } from './send.ts';
import { telemetrySettings } from './settings.ts';

interface Serializer<Record> {
  serializeRequest(records: Record[]): Uint8Array | undefined;
}

const traces: Readonly<globalThis.Record<Protocol, Serializer<ReadableSpan>>> = {
  'http/json': JsonTraceSerializer,
  'http/protobuf': ProtobufTraceSerializer,
};

const logs = { 'http/json': JsonLogsSerializer, 'http/protobuf': ProtobufLogsSerializer } as const;

/** Whether anything is to be sent: nothing can be where no exporter is configured. */
export function hasExporters(): boolean {
  const { traces, printsTraces, logs } = telemetrySettings();
  return ((traces !== undefined || printsTraces) && hasSpans()) || (logs !== undefined && hasRecords());
}

/** Never rejects; what is not taken is logged once and counted. */
export async function flushTelemetry(): Promise<void> {
  const settings = telemetrySettings();
  const spans = takeSpans();
  const records = takeRecords();
  if (settings.printsTraces) printSpans(spans);
  await Promise.all([
    settings.traces && exported('spans', spans, settings.traces, traces[settings.traces.protocol]),
    settings.logs && exported('logs', records, settings.logs, logs[settings.logs.protocol]),
  ]);
}

async function exported<Record>(
  signal: DroppedSignal,
  records: Record[],
  endpoint: Endpoint,
  serializer: Serializer<Record>,
): Promise<void> {
  if (records.length === 0) return;
  const lost = (reason: Parameters<typeof drop>[1], message: string, count: number) => {
    drop(signal, reason, count);
    logger.error(`${count} ${signal} are lost: ${endpoint.url}: ${message}`);
  };
  try {
    const refused = await send(endpoint, serializer.serializeRequest(records)!);
    if (refused) lost(refused.reason, refused.message, refused.rejected ?? records.length);
  } catch (error) {
    lost('failed', error instanceof Error ? error.message : String(error), records.length);
  }
}

/** Build time. Both encodings, of spans that nobody sees. */
export function warmExport(spans: ReadableSpan[]): void {
  for (const serializer of Object.values(traces)) serializer.serializeRequest(spans);
}
