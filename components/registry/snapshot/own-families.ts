// Guest. The registry's own counters as families of the snapshot.
import { Bytes } from '../../compiled/bytes.ts';
import { F64List } from '../../compiled/list.ts';
import { Reader } from '../../compiled/reader.ts';
import { Writer } from '../../compiled/writer.ts';
import { Kind } from '../bindings/metrics-registry.ts';
import { OWN_COUNT, ownHelp, ownLabel, ownLabelText, ownMetric } from '../own-metrics.ts';
import { Definition } from './definition.ts';
import { Family } from './family.ts';
import { Snapshot } from './snapshot.ts';

/** Defines what is missing, every series from zero. */
export function defineOwn(snapshot: Snapshot): void {
  for (let own = 0; own < OWN_COUNT; own++) {
    const family = ownFamily(snapshot, own);
    if (family !== null) snapshot.series(family, Bytes.of(ownLabelText(own)));
  }
}

/** Adds what was counted since the body was read. */
export function addOwn(snapshot: Snapshot): void {
  for (let own = 0; own < OWN_COUNT; own++) {
    const amount = snapshot.own[own];
    const family = amount > 0 ? ownFamily(snapshot, own) : null;
    if (family === null) continue;
    const series = snapshot.series(family, Bytes.of(ownLabelText(own)));
    if (series !== null) series.setF64(0, series.f64(0) + <f64>amount);
  }
}

function ownFamily(snapshot: Snapshot, own: i32): Family | null {
  const name = Bytes.of(ownMetric(own));
  const known = snapshot.family(name);
  if (known !== null) return known;
  const label = ownLabel(own);
  const labels: Bytes[] = label.length > 0 ? [Bytes.of(label)] : [];
  const writer = new Writer(256);
  const help = Bytes.of(ownHelp(own));
  Definition.write(writer, name, Kind.Counter, false, labels, new F64List(0, 0), false, help, Bytes.empty());
  const definition = Definition.parse(new Reader(writer.bytes).prefixed());
  return definition === null ? null : snapshot.define(definition);
}
