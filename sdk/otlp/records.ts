// Guest. Log lines once more, as records for a collector, where OTEL_LOGS_EXPORTER asks for it.
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { fieldText, shorten } from '../log/field-text.ts';
import { levels } from '../log/level.ts';
import type { Entry } from '../log/line.ts';
import { phase } from '../phase.ts';
import { resource } from '../trace/resource.ts';
import { drop } from './drops.ts';
import { telemetrySettings } from './settings.ts';

/** Of one request; what OpenTelemetry puts into one export. */
export const maxRecords = 512;

const instrumentationScope = { name: 'spin-sidecars' };

let records: ReadableLogRecord[] = [];

export function keepRecord(entry: Entry, isRedacted: (name: string) => boolean): void {
  if (!phase.isServing || !telemetrySettings().logs) return;
  if (records.length >= maxRecords) {
    drop('logs', 'limit', 1);
    return;
  }
  const { time, level, message, traceId, spanId } = entry;
  const unixTime: [number, number] = [Math.floor(time.getTime() / 1000), (time.getTime() % 1000) * 1e6];
  records.push({
    hrTime: unixTime,
    hrTimeObserved: unixTime,
    // OpenTelemetry's numbers go in steps of four from TRACE = 1
    severityNumber: 4 * levels.indexOf(level) + 1,
    severityText: level,
    body: shorten(message),
    attributes: attributesOf(entry, isRedacted),
    droppedAttributesCount: 0,
    resource,
    instrumentationScope,
    ...(traceId && spanId && { spanContext: { traceId, spanId, traceFlags: 0 } }),
  });
}

/** As the line has them, without its bound on all of them together. */
function attributesOf({ fields }: Entry, isRedacted: (name: string) => boolean): ReadableLogRecord['attributes'] {
  const attributes: ReadableLogRecord['attributes'] = {};
  for (const name of Object.keys(fields)) {
    const text = fieldText(name, fields[name], isRedacted);
    if (text !== undefined) attributes[name] = JSON.parse(text);
  }
  return attributes;
}

export function hasRecords(): boolean {
  return records.length > 0;
}

export function takeRecords(): ReadableLogRecord[] {
  const taken = records;
  records = [];
  return taken;
}
