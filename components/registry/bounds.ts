// Guest. Every bound in one place, each set by a variable of the component's environment. What a developer writes
// (definitions) is refused when it is over; what comes with requests (labels, samples) is dropped and counted by cause
// (own-metrics.ts), because the batch it came in is still good.
import { Bytes } from '../compiled/bytes.ts';
import { environmentVariable, environmentVariables } from '../compiled/environment.ts';

export enum Bound {
  /** Bytes of a metric name. */
  MetricNameBytes,
  /** Bytes of a help text, and of a unit. */
  HelpBytes,
  /** Bounds of a histogram, without +Inf. */
  Buckets,
  /** Families in one push. */
  PushFamilies,
  /** Labels of one series. */
  Labels,
  /** Bytes of a label name. */
  LabelNameBytes,
  /** Bytes of a label value. */
  LabelValueBytes,
  /** Samples in one push. */
  PushSamples,
  /** Bytes of one log entry: no further sample is added once it is this long. */
  PushBytes,
  /** Families in the snapshot. */
  Families,
  /** Label sets of one family. */
  FamilySeries,
  /** Exemplars of one family. */
  FamilyExemplars,
  /** Label sets of all families. */
  Series,
  /** Bytes of the rendered exposition, estimated from above: hosts cap what a call may return. */
  ExpositionBytes,
  /** Log entries that one fold merges. */
  FoldEntries,
  /** Bytes of log entries after which a fold merges no more. */
  FoldBytes,
  /** One push in so many is told to fold. */
  PushesPerFold,
  /** Unreadable log entries kept for inspection; further ones are counted and deleted. */
  QuarantinedEntries,
  /** Seconds without a push after which a series is forgotten; 0: never. */
  SeriesTtlSeconds,
}

const COUNT: i32 = 19;

/** In static memory, which outlives a call. The defaults, until `readBounds`. */
const values: StaticArray<i32> = [
  256,
  1024,
  128,
  256,
  32,
  128,
  1024,
  1000,
  256 * 1024,
  1000,
  1000,
  100,
  20_000,
  64 * 1024 * 1024,
  4096,
  32 * 1024 * 1024,
  256,
  1000,
  0,
];

/** What a bound may be at most: offsets and counts stay far from the end of 32 bits. */
const GREATEST: i32 = 1_000_000_000;

let areRead: bool = false;

export function bound(which: Bound): i32 {
  return unchecked(values[<i32>which]);
}

/** Name of the environment variable that sets the bound. */
export function boundVariable(which: i32): string {
  switch (which) {
    case Bound.MetricNameBytes:
      return 'SIDECARS_MAX_METRIC_NAME_BYTES';
    case Bound.HelpBytes:
      return 'SIDECARS_MAX_HELP_BYTES';
    case Bound.Buckets:
      return 'SIDECARS_MAX_BUCKETS';
    case Bound.PushFamilies:
      return 'SIDECARS_MAX_PUSH_FAMILIES';
    case Bound.Labels:
      return 'SIDECARS_MAX_LABELS';
    case Bound.LabelNameBytes:
      return 'SIDECARS_MAX_LABEL_NAME_BYTES';
    case Bound.LabelValueBytes:
      return 'SIDECARS_MAX_LABEL_VALUE_BYTES';
    case Bound.PushSamples:
      return 'SIDECARS_MAX_PUSH_SAMPLES';
    case Bound.PushBytes:
      return 'SIDECARS_MAX_PUSH_BYTES';
    case Bound.Families:
      return 'SIDECARS_MAX_FAMILIES';
    case Bound.FamilySeries:
      return 'SIDECARS_MAX_FAMILY_SERIES';
    case Bound.FamilyExemplars:
      return 'SIDECARS_MAX_FAMILY_EXEMPLARS';
    case Bound.Series:
      return 'SIDECARS_MAX_SERIES';
    case Bound.ExpositionBytes:
      return 'SIDECARS_MAX_EXPOSITION_BYTES';
    case Bound.FoldEntries:
      return 'SIDECARS_MAX_FOLD_ENTRIES';
    case Bound.FoldBytes:
      return 'SIDECARS_MAX_FOLD_BYTES';
    case Bound.PushesPerFold:
      return 'SIDECARS_PUSHES_PER_FOLD';
    case Bound.QuarantinedEntries:
      return 'SIDECARS_MAX_QUARANTINED_ENTRIES';
    default:
      return 'SIDECARS_SERIES_TTL_SECONDS';
  }
}

/** 0 is no bound but a switch, or an empty quarantine. */
function least(which: i32): i32 {
  return which === Bound.SeriesTtlSeconds || which === Bound.QuarantinedEntries ? 0 : 1;
}

/**
 * Reads the bounds from the environment, once for each instance. One that cannot be read keeps its default: a push
 * must not fail for it. `expose` says so (`boundsError`).
 */
export function readBounds(): void {
  if (areRead) return;
  areRead = true;
  const variables = environmentVariables();
  for (let i = 0; i < variables.length; i++) {
    const name = variables.name(i);
    if (!name.startsWithText('SIDECARS_')) continue;
    for (let which = 0; which < COUNT; which++) {
      if (!name.equalsText(boundVariable(which))) continue;
      const value = parse(which, variables.value(i));
      if (value >= 0) values[which] = value;
    }
  }
}

/** The first variable that is no bound, or null. */
export function boundsError(): string | null {
  for (let which = 0; which < COUNT; which++) {
    const variable = boundVariable(which);
    const text = environmentVariable(variable);
    if (text === null || parse(which, text) >= 0) continue;
    return (
      `environment variable ${variable} is "${text.toString()}", a whole number from ${least(which)} to ${GREATEST} ` +
      'expected: correct it in spin.toml'
    );
  }
  return null;
}

/** -1: not a number in range. An empty text is the default. */
function parse(which: i32, text: Bytes): i32 {
  if (text.length === 0) return bound(<Bound>which);
  if (text.length > 10) return -1;
  let value: i64 = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = <i32>text.at(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value < least(which) || value > GREATEST ? -1 : <i32>value;
}
