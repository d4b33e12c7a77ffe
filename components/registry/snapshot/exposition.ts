// Guest. A whole exposition: the snapshot, and what can be said about the registry only at the time of the scrape.
import { Bytes } from '../bindings/bytes.ts';
import { now } from '../bindings/wall-clock.ts';
import { Writer } from '../bindings/writer.ts';
import { LogAtStart } from '../storage/log-at-start.ts';
import { Snapshot } from './snapshot.ts';
import { writeGauge, writeText } from './text-format.ts';

/** Renders a body that this instance has made or checked. `storage` names the kind of store. */
export function renderText(body: Bytes, log: LogAtStart, quarantined: i32, storage: string): Bytes {
  const snapshot = new Snapshot();
  snapshot.parse(body);
  const writer = new Writer(body.length * 2 + 4096);
  writeText(writer, snapshot);
  const info = `id="${snapshot.registryId.toString(16)}",storage="${storage}"`;
  gauge(
    writer,
    'info',
    'The registry whose numbers these are: two targets with one id expose the same totals.',
    info,
    1,
  );
  gauge(writer, 'families', "Metric families in the snapshot, without the registry's own.", '', snapshot.familyCount);
  gauge(writer, 'series', "Series in the snapshot, without the registry's own.", '', snapshot.seriesCount);
  gauge(writer, 'snapshot_bytes', 'Size of the snapshot in the store.', '', body.length);
  gauge(writer, 'log_entries', 'Pushes that were not in the snapshot yet when the scrape began.', '', log.entries);
  gauge(writer, 'oldest_log_entry_age_seconds', 'Age of the oldest of them; 0 without any.', '', ageSeconds(log));
  gauge(writer, 'quarantined_entries', 'Unreadable log entries kept in the store.', '', quarantined);
  return writer.bytes;
}

function gauge(writer: Writer, name: string, help: string, labels: string, value: f64): void {
  writeGauge(writer, `sidecars_registry_${name}`, help, labels, value);
}

function ageSeconds(log: LogAtStart): f64 {
  const time = now();
  // another host's clock may be ahead of this one
  if (log.oldestTime === 0 || log.oldestTime >= time) return 0;
  return Math.floor(<f64>(time - log.oldestTime) / 1e6) / 1e3;
}
