// Guest. `measure`: what the registry takes in the store, by what it is for. Changes nothing, not even an empty store.
import { Bytes } from '../compiled/bytes.ts';
import { Result } from '../compiled/result.ts';
import { lowerUsages, UsageList } from './bindings/metrics-profiles.ts';
import { ErrorTag, lowerError } from './bindings/metrics-registry.ts';
import { SeriesCursor, seriesSize } from './bindings/series-record.ts';
import { profilesPrefix, sessionsKey } from './profiles/keys.ts';
import { Family } from './snapshot/family.ts';
import { LabelCursor } from './snapshot/label-cursor.ts';
import { Snapshot } from './snapshot/snapshot.ts';
import { bodyKey, KeyParser, rootKey } from './storage/keys.ts';
import { KeySink } from './storage/listing.ts';
import { rootId } from './storage/root.ts';
import { Store } from './storage/store.ts';

/** Values fetched by one call of the store. */
const FETCH_KEYS: i32 = 256;

/** Returns the lowered result of the WIT function. */
export function measure(opened: Result<Store | null>): usize {
  const store = opened.value;
  if (store === null) return lowerError(ErrorTag.Store, `${opened.error}`);
  const keys = new KeysByPart();
  let error = store.list(keys);
  const usages = new UsageList();
  if (error === null) error = addSnapshot(usages, store, keys.snapshot);
  if (error === null) error = addKeys(usages, store, 'log', keys.log);
  if (error === null) error = addKeys(usages, store, 'quarantine', keys.quarantine);
  if (error === null) error = addKeys(usages, store, 'profiles', keys.profiles);
  return error === null ? lowerUsages(usages) : lowerError(ErrorTag.Store, error);
}

class KeysByPart extends KeySink {
  readonly snapshot: Array<Bytes> = [];
  readonly log: Array<Bytes> = [];
  readonly quarantine: Array<Bytes> = [];
  readonly profiles: Array<Bytes> = [];
  private parser: KeyParser = new KeyParser();
  private root: Bytes = rootKey();
  private sessions: Bytes = sessionsKey();
  private profile: Bytes = profilesPrefix();

  add(key: Bytes): void {
    if (key.equals(this.root) || this.parser.bodyId(key) !== 0) this.snapshot.push(key);
    else if (this.parser.logKey(key) !== null) this.log.push(key);
    else if (this.parser.isQuarantined(key)) this.quarantine.push(key);
    else if (key.equals(this.sessions) || key.startsWith(this.profile)) this.profiles.push(key);
  }
}

function addKeys(usages: UsageList, store: Store, part: string, keys: Array<Bytes>): string | null {
  const bytes = bytesOf(store, keys);
  if (bytes.error !== null) return bytes.error;
  if (keys.length > 0) usages.add(part, Bytes.empty(), Bytes.empty(), bytes.value, keys.length);
  return null;
}

/** Of the keys and their values. */
function bytesOf(store: Store, keys: Array<Bytes>): Result<u64> {
  keys.sort((left, right) => left.compare(right));
  let bytes: u64 = 0;
  for (let from = 0; from < keys.length; from += FETCH_KEYS) {
    const some = keys.slice(from, from + FETCH_KEYS);
    const values = store.getMany(some);
    if (values.error !== null) return new Result<u64>(0, values.error);
    for (let i = 0; i < some.length; i++) {
      const value = values.value[i];
      if (value !== null) bytes += some[i].length + value.length;
    }
  }
  return new Result<u64>(bytes, null);
}

/** The series by family and component; then what of the snapshot is no series. */
function addSnapshot(usages: UsageList, store: Store, keys: Array<Bytes>): string | null {
  const all = bytesOf(store, keys);
  if (all.error !== null) return all.error;
  const root = store.get(rootKey());
  const id = root.value;
  if (root.error !== null || id === null || id.length !== 8 || rootId(id) === 0) return root.error;
  const read = store.get(bodyKey(rootId(id)));
  const body = read.value;
  // swapped meanwhile: then only the sum is known
  let series: u64 = 0;
  const snapshot = new Snapshot();
  if (body !== null && snapshot.read(body) === null) {
    for (let i = 0; i < snapshot.families.length; i++) series += addFamily(usages, snapshot.families[i]);
  }
  usages.add('snapshot', Bytes.empty(), Bytes.empty(), all.value > series ? all.value - series : 0, keys.length);
  return read.error;
}

/** Returns the bytes of all. */
function addFamily(usages: UsageList, family: Family): u64 {
  const components: Bytes[] = [];
  const bytes: u64[] = [];
  const counts: u64[] = [];
  const valueCount = family.definition.valueCount;
  const cursor = new SeriesCursor(family.region, valueCount);
  let sum: u64 = 0;
  for (let record = cursor.next(); record !== null; record = cursor.next()) {
    const component = componentOf(record.text);
    let at = 0;
    while (at < components.length && !components[at].equals(component)) at++;
    if (at === components.length) {
      components.push(component);
      bytes.push(0);
      counts.push(0);
    }
    const size = seriesSize(record.textLength, valueCount);
    bytes[at] += size;
    counts[at] += 1;
    sum += size;
  }
  for (let i = 0; i < components.length; i++) {
    usages.add('series', family.definition.name, components[i], bytes[i], counts[i]);
  }
  return sum;
}

function componentOf(text: Bytes): Bytes {
  const labels = new LabelCursor(text);
  while (labels.next()) if (labels.name.equalsText('component')) return labels.value;
  return Bytes.empty();
}
