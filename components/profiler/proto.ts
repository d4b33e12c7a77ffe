// Guest. Writes profile.proto: samples with stacks of named lines, by pprof-format. Runs on plain Node as well.
import {
  Function as Func,
  Label,
  Line,
  Location,
  Mapping,
  Profile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import type { Frame } from './frames.ts';

export interface ProtoSample {
  /** Innermost first. */
  frames: Frame[];
  /** One for each of the profile's types. */
  values: (number | bigint)[];
  labels: [string, string][];
  /** Name of what the frames are in, such as the component. */
  mapping: string;
}

export interface ProtoProfile {
  /** (type, unit), as in ['wall', 'nanoseconds']. */
  types: [string, string][];
  /** What tools show when nobody chooses; default: the last one. */
  shownType?: string;
  period: { type: [string, string]; value: number } | undefined;
  startedAtMs: number;
  durationMs: number;
  comments: string[];
  samples: ProtoSample[];
}

/** The message, not compressed. */
export function encodeProfile(profile: ProtoProfile): Uint8Array<ArrayBuffer> {
  const tables = new Tables();
  const text = (value: string) => tables.strings.dedup(value);
  const valueType = ([type, unit]: [string, string]) => new ValueType({ type: text(type), unit: text(unit) });
  const sampleType = profile.types.map(valueType);
  const sample = profile.samples.map(
    ({ frames, values, labels, mapping }) =>
      new Sample({
        locationId: frames.map((frame) => tables.location(frame, mapping)),
        value: values,
        label: labels.map(([key, value]) => new Label({ key: text(key), str: text(value) })),
      }),
  );
  const encoded = new Profile({
    sampleType,
    sample,
    mapping: tables.mappings,
    location: tables.locations,
    function: tables.functions,
    timeNanos: BigInt(profile.startedAtMs) * 1_000_000n,
    durationNanos: BigInt(Math.round(profile.durationMs * 1e6)),
    ...(profile.period && { periodType: valueType(profile.period.type), period: profile.period.value }),
    comment: profile.comments.map(text),
    defaultSampleType: text(profile.shownType ?? profile.types.at(-1)![0]),
    stringTable: tables.strings,
  }).encode();
  return encoded as Uint8Array<ArrayBuffer>;
}

/** Everything that samples refer to by number. */
class Tables {
  readonly strings = new StringTable();
  readonly mappings: Mapping[] = [];
  readonly functions: Func[] = [];
  readonly locations: Location[] = [];
  readonly #mappingIds = new Map<string, number>();
  readonly #functionIds = new Map<string, number>();
  readonly #locationIds = new Map<string, number>();

  location(frame: Frame, mapping: string): number {
    const { name, file, line, column } = frame;
    return numbered(this.#locationIds, [mapping, name, file, line, column].join('\n'), (id) => {
      const lines = [new Line({ functionId: this.#function(frame), line, column })];
      this.locations.push(new Location({ id, mappingId: this.#mapping(mapping), line: lines }));
    });
  }

  #function({ name, systemName, file, startLine }: Frame): number {
    return numbered(this.#functionIds, [name, systemName, file, startLine].join('\n'), (id) => {
      const text = (value: string) => this.strings.dedup(value);
      const names = { name: text(name), systemName: text(systemName), filename: text(file) };
      this.functions.push(new Func({ id, ...names, startLine }));
    });
  }

  /** Says that names and lines are all there, so that no tool looks for a binary. */
  #mapping(name: string): number {
    return numbered(this.#mappingIds, name, (id) => {
      const has = { hasFunctions: true, hasFilenames: true, hasLineNumbers: true, hasInlineFrames: false };
      this.mappings.push(new Mapping({ id, filename: this.strings.dedup(name), ...has }));
    });
  }
}

/** The number of a key, from 1. */
function numbered(ids: Map<string, number>, key: string, make: (id: number) => void): number {
  const known = ids.get(key);
  if (known !== undefined) return known;
  const id = ids.size + 1;
  ids.set(key, id);
  make(id);
  return id;
}
