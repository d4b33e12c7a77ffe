// Guest. Whether the exposition would have the same name twice: a histogram's series are named `x_bucket`, `x_sum` and
// `x_count`, and names that are not plain can look the same once they are made plain.
import { Bytes } from '../../compiled/bytes.ts';
import { Writer } from '../../compiled/writer.ts';
import { Kind } from '../bindings/metrics-registry.ts';
import { isPlainMetricName } from '../entry/names.ts';
import { Definition } from './definition.ts';
import { plainMetricName } from './plain-names.ts';
import { Snapshot } from './snapshot.ts';

/** Of a family that the snapshot does not have. */
export function isClashing(snapshot: Snapshot, definition: Definition): bool {
  const name = definition.name;
  for (let i = 0; i < 3; i++) {
    const suffix = suffixOf(i);
    if (definition.kind === Kind.Histogram && snapshot.family(joined(name, suffix)) !== null) return true;
    const stem = stemOf(name, suffix);
    if (stem === null) continue;
    const family = snapshot.family(stem);
    if (family !== null && family.definition.kind === Kind.Histogram) return true;
  }
  if (snapshot.hasOnlyPlainNames && isPlainMetricName(name)) return false;
  const plain = plainMetricName(name);
  for (let i = 0; i < snapshot.families.length; i++) {
    if (plainMetricName(snapshot.families[i].definition.name).equals(plain)) return true;
  }
  return false;
}

function suffixOf(index: i32): string {
  if (index === 0) return '_bucket';
  return index === 1 ? '_sum' : '_count';
}

function joined(name: Bytes, suffix: string): Bytes {
  const writer = new Writer(name.length + suffix.length);
  writer.raw(name);
  writer.ascii(suffix);
  return writer.bytes;
}

/** The name without the suffix; null when it does not end with it. */
function stemOf(name: Bytes, suffix: string): Bytes | null {
  const end = name.length - suffix.length;
  return end > 0 && name.slice(end, name.length).equalsText(suffix) ? name.slice(0, end) : null;
}
