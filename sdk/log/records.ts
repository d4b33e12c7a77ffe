// Guest. Log lines once more, as records for a collector, where OTEL_LOGS_EXPORTER asks for it.
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { drop } from '../otlp/drops.ts';
import { telemetrySettings } from '../otlp/settings.ts';
import { resource } from '../trace/resource.ts';
import { rankOf } from './levels.ts';
import type { LogRecord } from './line.ts';
import { plain } from './plain.ts';
import type { IsRedacted } from './redaction.ts';

/** Of one request; what OpenTelemetry puts into one export. */
export const maxRecords = 512;

const bounds = { maxCharacters: 8192, maxEntries: 100, maxDepth: 8 };
const instrumentationScope = { name: 'spin-sidecars' };

let records: ReadableLogRecord[] = [];

export function keepRecord(record: LogRecord, isRedacted: IsRedacted): void {
  if (!telemetrySettings().logs) return;
  if (records.length >= maxRecords) {
    drop('logs', 'limit', 1);
    return;
  }
  const time: [number, number] = [Math.floor(record.at.getTime() / 1000), (record.at.getTime() % 1000) * 1e6];
  records.push({
    hrTime: time,
    hrTimeObserved: time,
    // OpenTelemetry's numbers go in steps of four from TRACE = 1
    severityNumber: 4 * rankOf(record.level) + 1,
    severityText: record.level,
    body: plain(record.message, { ...bounds, isRedacted }) as string,
    attributes: plain(record.fields, { ...bounds, isRedacted }) as ReadableLogRecord['attributes'],
    droppedAttributesCount: 0,
    resource,
    instrumentationScope,
    ...(record.traceId !== undefined && {
      spanContext: { traceId: record.traceId, spanId: record.spanId!, traceFlags: record.isSampled ? 1 : 0 },
    }),
  });
}

export function takeRecords(): ReadableLogRecord[] {
  const taken = records;
  records = [];
  return taken;
}

export function hasRecords(): boolean {
  return records.length > 0;
}
