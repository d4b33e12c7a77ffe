// Guest. The registry's own counters as families of the snapshot.
import { Bytes } from '../bindings/bytes.ts';
import { Kind } from '../bindings/metrics-registry.ts';
import { Writer } from '../bindings/writer.ts';
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
  const writer = new Writer(256);
  writer.prefixed(name);
  writer.u8(<u8>Kind.Counter);
  writer.u8(0);
  writer.varint(label.length > 0 ? 1 : 0);
  if (label.length > 0) writer.prefixed(Bytes.of(label));
  writer.varint(0);
  writer.prefixed(Bytes.of(ownHelp(own)));
  writer.prefixed(Bytes.empty());
  const definition = Definition.parse(writer.bytes);
  return definition === null ? null : snapshot.define(definition);
}
