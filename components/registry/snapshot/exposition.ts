// Guest. A whole exposition: the snapshot, and what can be said about the registry only at the time of the scrape.
import { Bytes } from '../../compiled/bytes.ts';
import { StringList } from '../../compiled/list.ts';
import { now } from '../../compiled/wall-clock.ts';
import { Writer } from '../../compiled/writer.ts';
import { ExpositionFormat, NameEscaping } from '../bindings/metrics-registry.ts';
import * as catalogue from '../catalogue.ts';
import { LogAtStart } from '../storage/log-at-start.ts';
import { Format } from './format.ts';
import { ProtobufFormat } from './protobuf-format.ts';
import { Snapshot } from './snapshot.ts';
import { targetInfoText } from './target-info.ts';
import { TextFormat } from './text-format.ts';

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
  const info = Bytes.of(`id="${snapshot.registryId.toString(16)}",storage="${facts.storage}"`);
  const none = Bytes.empty();
  const log = facts.log;
  const target = targetInfoText();
  if (target.length > 0) gauge(format, options, catalogue.TARGET_INFO, catalogue.TARGET_INFO_HELP, '', target, 1);
  gauge(
    format,
    options,
    catalogue.SIDECARS_REGISTRY_START_TIME_SECONDS,
    catalogue.SIDECARS_REGISTRY_START_TIME_SECONDS_HELP,
    catalogue.SIDECARS_REGISTRY_START_TIME_SECONDS_UNIT,
    none,
    <f64>(snapshot.startedAt / 1_000_000) / 1e3,
  );
  gauge(format, options, catalogue.SIDECARS_REGISTRY_INFO, catalogue.SIDECARS_REGISTRY_INFO_HELP, '', info, 1);
  gauge(
    format,
    options,
    catalogue.SIDECARS_REGISTRY_FAMILIES,
    catalogue.SIDECARS_REGISTRY_FAMILIES_HELP,
    '',
    none,
    snapshot.familyCount,
  );
  gauge(
    format,
    options,
    catalogue.SIDECARS_REGISTRY_SERIES,
    catalogue.SIDECARS_REGISTRY_SERIES_HELP,
    '',
    none,
    snapshot.seriesCount,
  );
  gauge(
    format,
    options,
    catalogue.SIDECARS_REGISTRY_SNAPSHOT_BYTES,
    catalogue.SIDECARS_REGISTRY_SNAPSHOT_BYTES_HELP,
    catalogue.SIDECARS_REGISTRY_SNAPSHOT_BYTES_UNIT,
    none,
    bodyBytes,
  );
  gauge(
    format,
    options,
    catalogue.SIDECARS_REGISTRY_LOG_ENTRIES,
    catalogue.SIDECARS_REGISTRY_LOG_ENTRIES_HELP,
    '',
    none,
    log.entries,
  );
  gauge(
    format,
    options,
    catalogue.SIDECARS_REGISTRY_OLDEST_LOG_ENTRY_AGE_SECONDS,
    catalogue.SIDECARS_REGISTRY_OLDEST_LOG_ENTRY_AGE_SECONDS_HELP,
    catalogue.SIDECARS_REGISTRY_OLDEST_LOG_ENTRY_AGE_SECONDS_UNIT,
    none,
    ageSeconds(log),
  );
  gauge(
    format,
    options,
    catalogue.SIDECARS_REGISTRY_QUARANTINED_ENTRIES,
    catalogue.SIDECARS_REGISTRY_QUARANTINED_ENTRIES_HELP,
    '',
    none,
    facts.quarantined,
  );
}

function gauge(
  format: Format,
  options: ExpositionOptions,
  name: string,
  help: string,
  unit: string,
  labels: Bytes,
  value: f64,
): void {
  if (options.includes(Bytes.of(name))) format.writeGauge(name, help, unit, labels, value);
}

function ageSeconds(log: LogAtStart): f64 {
  const time = now();
  // another host's clock may be ahead of this one
  if (log.oldestTime === 0 || log.oldestTime >= time) return 0;
  return Math.floor(<f64>(time - log.oldestTime) / 1e6) / 1e3;
}
