// Guest. `sidecars_component_info`: one series for each component, with the versions of its newest push. A deployment
// replaces the series of the version before, so that joining with it stays one to one.
import { Bytes } from '../../compiled/bytes.ts';
import { F64List } from '../../compiled/list.ts';
import { Reader } from '../../compiled/reader.ts';
import { Writer } from '../../compiled/writer.ts';
import { Kind } from '../bindings/metrics-registry.ts';
import * as catalogue from '../catalogue.ts';
import { Definition } from './definition.ts';
import { Family } from './family.ts';
import { LabelCursor } from './label-cursor.ts';
import { Snapshot } from './snapshot.ts';

const LABELS: StaticArray<string> = ['component', 'registry_version', 'version'];

/** `origin`: label text; its first label is the component. */
export function noteOrigin(snapshot: Snapshot, origin: Bytes, time: u64): void {
  const family = infoFamily(snapshot);
  if (family === null) return;
  const known = family.find(<u32>origin.hash(), origin);
  if (known !== null) {
    known.touch(time);
    return;
  }
  const other = family.findOther(componentPrefix(origin));
  if (other !== null && other.pushedAt > time) return; // an old push that arrives late
  if (other !== null) family.remove(other);
  const series = snapshot.series(family, origin);
  if (series === null) return;
  series.touch(time);
  series.setF64(0, 1);
}

/** `component="…"` and what ends it. */
function componentPrefix(origin: Bytes): Bytes {
  const cursor = new LabelCursor(origin);
  cursor.next();
  return origin.slice(0, cursor.position);
}

function infoFamily(snapshot: Snapshot): Family | null {
  const name = Bytes.of(catalogue.SIDECARS_COMPONENT_INFO);
  const known = snapshot.family(name);
  if (known !== null) return known;
  const labels: Bytes[] = [];
  for (let i = 0; i < LABELS.length; i++) labels.push(Bytes.of(LABELS[i]));
  const writer = new Writer(256);
  const help = Bytes.of(catalogue.SIDECARS_COMPONENT_INFO_HELP);
  Definition.write(writer, name, Kind.Gauge, false, labels, new F64List(0, 0), false, help, Bytes.empty());
  const definition = Definition.parse(new Reader(writer.bytes).prefixed());
  return definition === null ? null : snapshot.define(definition);
}
