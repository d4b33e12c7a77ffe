// Guest. A whole exposition: the snapshot, and what can be said about the registry only at the time of the scrape.
import { Bytes } from '../bindings/bytes.ts';
import { StringList } from '../bindings/list.ts';
import { ExpositionFormat, NameEscaping } from '../bindings/metrics-registry.ts';
import { now } from '../bindings/wall-clock.ts';
import { Writer } from '../bindings/writer.ts';
import { LogAtStart } from '../storage/log-at-start.ts';
import { Format } from './format.ts';
import { ProtobufFormat } from './protobuf-format.ts';
import { Snapshot } from './snapshot.ts';
import { TextFormat } from './text-format.ts';

const GAUGES = 'sidecars_registry_';

export class ExpositionOptions {
  constructor(
    readonly format: ExpositionFormat,
    readonly escaping: NameEscaping,
    /** Empty: all. */
    readonly families: StringList,
    /** 0: none. */
    readonly timeoutMs: u32,
  ) {}

  includes(name: Bytes): bool {
    const families = this.families;
    if (families.length === 0) return true;
    for (let i = 0; i < families.length; i++) if (families.at(i).equals(name)) return true;
    return false;
  }
}

/** What is known of the registry itself, beside its snapshot. */
export class RegistryFacts {
  constructor(
    readonly log: LogAtStart,
    readonly quarantined: i32,
    /** Name of the kind of store. */
    readonly storage: string,
  ) {}
}

/** Renders a body that this instance has made or checked: families by name. */
export function renderExposition(body: Bytes, options: ExpositionOptions, facts: RegistryFacts): Bytes {
  const snapshot = new Snapshot();
  snapshot.parse(body);
  const writer = new Writer(options.families.length > 0 ? 4096 : body.length * 2 + 4096);
  const format = formatOf(options, writer);
  for (let i = 0; i < snapshot.families.length; i++) {
    const family = snapshot.families[i];
    if (options.includes(family.definition.name)) format.writeFamily(snapshot, family);
  }
  writeFacts(format, options, snapshot, body.length, facts);
  format.end();
  return writer.bytes;
}

function formatOf(options: ExpositionOptions, writer: Writer): Format {
  const allowsUtf8 = options.escaping === NameEscaping.AllowUtf8;
  if (options.format === ExpositionFormat.Protobuf) return new ProtobufFormat(writer, allowsUtf8);
  return new TextFormat(writer, options.format === ExpositionFormat.OpenMetrics, allowsUtf8);
}

function writeFacts(
  format: Format,
  options: ExpositionOptions,
  snapshot: Snapshot,
  bodyBytes: i32,
  facts: RegistryFacts,
): void {
  const info = `id="${snapshot.registryId.toString(16)}",storage="${facts.storage}"`;
  const infoHelp = 'The registry whose numbers these are: two targets with one id expose the same totals.';
  const log = facts.log;
  gauge(format, options, 'info', infoHelp, info, 1);
  gauge(
    format,
    options,
    'families',
    "Metric families in the snapshot, without the registry's own.",
    '',
    snapshot.familyCount,
  );
  gauge(format, options, 'series', "Series in the snapshot, without the registry's own.", '', snapshot.seriesCount);
  gauge(format, options, 'snapshot_bytes', 'Size of the snapshot in the store.', '', bodyBytes);
  gauge(
    format,
    options,
    'log_entries',
    'Pushes that were not in the snapshot yet when the scrape began.',
    '',
    log.entries,
  );
  gauge(
    format,
    options,
    'oldest_log_entry_age_seconds',
    'Age of the oldest of them; 0 without any.',
    '',
    ageSeconds(log),
  );
  gauge(format, options, 'quarantined_entries', 'Unreadable log entries kept in the store.', '', facts.quarantined);
}

function gauge(
  format: Format,
  options: ExpositionOptions,
  name: string,
  help: string,
  labels: string,
  value: f64,
): void {
  const fullName = GAUGES + name;
  if (options.includes(Bytes.of(fullName))) format.writeGauge(fullName, help, labels, value);
}

function ageSeconds(log: LogAtStart): f64 {
  const time = now();
  // another host's clock may be ahead of this one
  if (log.oldestTime === 0 || log.oldestTime >= time) return 0;
  return Math.floor(<f64>(time - log.oldestTime) / 1e6) / 1e3;
}
