// Guest. What the registry counts of itself. The numbers are part of the stored format (log entries carry them):
// append, never renumber.
import { Bytes } from './bindings/bytes.ts';

export enum Own {
  /** More samples in one push than the bound. */
  DropPushSamples = 0,
  /** The samples of one push take more bytes than the bound. */
  DropPushBytes = 1,
  /** Too many labels. */
  DropLabelCount = 2,
  /** A label name or value that is too long. */
  DropLabelLength = 3,
  /** The push broke a rule of the interface and was refused whole. */
  DropInvalid = 4,
  /** The family has another kind, other labels or other buckets, or its series would be named like another's. */
  DropDefinition = 5,
  /** Too many families. */
  DropFamilies = 6,
  /** Too many series in the family. */
  DropFamilySeries = 7,
  /** Too many series in all. */
  DropSeries = 8,
  /** The exposition would be too large. */
  DropExposition = 9,
  Pushes = 10,
  FoldsMerged = 11,
  FoldsLost = 12,
  FoldsFailed = 13,
  UnreadableEntries = 14,
  ExpiredSeries = 15,
  ReplacedFamilies = 16,
}

export const OWN_COUNT: i32 = 17;
/** Own.Drop… come first. */
export const DROP_COUNT: i32 = 10;

const PREFIX = 'sidecars_registry_';
const DROPS = 'sidecars_dropped_samples_total';

/** Names that the registry keeps for itself. */
export function isOwnMetric(name: Bytes): bool {
  return name.startsWithText(PREFIX) || name.equalsText(DROPS);
}

export function ownMetric(own: i32): string {
  if (own < DROP_COUNT) return DROPS;
  switch (own) {
    case Own.Pushes:
      return 'sidecars_registry_pushes_total';
    case Own.UnreadableEntries:
      return 'sidecars_registry_unreadable_entries_total';
    case Own.ExpiredSeries:
      return 'sidecars_registry_expired_series_total';
    case Own.ReplacedFamilies:
      return 'sidecars_registry_replaced_families_total';
    default:
      return 'sidecars_registry_folds_total';
  }
}

export function ownHelp(own: i32): string {
  if (own < DROP_COUNT) return 'Samples that were pushed and not counted, by cause.';
  switch (own) {
    case Own.Pushes:
      return 'Pushes merged into the snapshot.';
    case Own.UnreadableEntries:
      return 'Log entries in the store that could not be read and were put aside.';
    case Own.ExpiredSeries:
      return 'Series forgotten because nobody pushed them for SIDECARS_SERIES_TTL_SECONDS.';
    case Own.ReplacedFamilies:
      return 'Families that began anew because other labels or buckets were pushed for them.';
    default:
      return 'Folds of the log into the snapshot, by outcome. Folds that found nothing to do are not counted.';
  }
}

/** Name of the one label, or empty. */
export function ownLabel(own: i32): string {
  if (own < DROP_COUNT) return 'reason';
  return own >= Own.FoldsMerged && own <= Own.FoldsFailed ? 'outcome' : '';
}

/** Value of the label. */
export function ownLabelValue(own: i32): string {
  switch (own) {
    case Own.DropPushSamples:
      return 'push_samples_limit';
    case Own.DropPushBytes:
      return 'push_bytes_limit';
    case Own.DropLabelCount:
      return 'label_count_limit';
    case Own.DropLabelLength:
      return 'label_length_limit';
    case Own.DropInvalid:
      return 'invalid';
    case Own.DropDefinition:
      return 'definition_conflict';
    case Own.DropFamilies:
      return 'family_limit';
    case Own.DropFamilySeries:
      return 'family_series_limit';
    case Own.DropSeries:
      return 'series_limit';
    case Own.DropExposition:
      return 'exposition_limit';
    case Own.FoldsMerged:
      return 'merged';
    case Own.FoldsLost:
      return 'lost';
    default:
      return 'failed';
  }
}

/** Label text of the series, as it is stored. */
export function ownLabelText(own: i32): string {
  const label = ownLabel(own);
  return label.length === 0 ? '' : `${label}="${ownLabelValue(own)}"`;
}
