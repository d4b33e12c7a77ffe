// Guest. What the registry counts of itself. The numbers are part of the stored format (log entries carry them):
// append, never renumber. What they are called is the catalogue's.
import { Bytes } from '../compiled/bytes.ts';
import * as catalogue from './catalogue.ts';

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
  DroppedExemplars = 17,
}

export const OWN_COUNT: i32 = 18;
/** Own.Drop… come first. */
export const DROP_COUNT: i32 = 10;

const PREFIX = 'sidecars_registry_';

/** Names that the registry keeps for itself. */
export function isOwnMetric(name: Bytes): bool {
  return (
    name.startsWithText(PREFIX) ||
    name.equalsText(catalogue.SIDECARS_DROPPED_SAMPLES_TOTAL) ||
    name.equalsText(catalogue.SIDECARS_COMPONENT_INFO) ||
    name.equalsText(catalogue.TARGET_INFO)
  );
}

export function ownMetric(own: i32): string {
  if (own < DROP_COUNT) return catalogue.SIDECARS_DROPPED_SAMPLES_TOTAL;
  switch (own) {
    case Own.Pushes:
      return catalogue.SIDECARS_REGISTRY_PUSHES_TOTAL;
    case Own.UnreadableEntries:
      return catalogue.SIDECARS_REGISTRY_UNREADABLE_ENTRIES_TOTAL;
    case Own.ExpiredSeries:
      return catalogue.SIDECARS_REGISTRY_EXPIRED_SERIES_TOTAL;
    case Own.ReplacedFamilies:
      return catalogue.SIDECARS_REGISTRY_REPLACED_FAMILIES_TOTAL;
    case Own.DroppedExemplars:
      return catalogue.SIDECARS_REGISTRY_DROPPED_EXEMPLARS_TOTAL;
    default:
      return catalogue.SIDECARS_REGISTRY_FOLDS_TOTAL;
  }
}

export function ownHelp(own: i32): string {
  if (own < DROP_COUNT) return catalogue.SIDECARS_DROPPED_SAMPLES_TOTAL_HELP;
  switch (own) {
    case Own.Pushes:
      return catalogue.SIDECARS_REGISTRY_PUSHES_TOTAL_HELP;
    case Own.UnreadableEntries:
      return catalogue.SIDECARS_REGISTRY_UNREADABLE_ENTRIES_TOTAL_HELP;
    case Own.ExpiredSeries:
      return catalogue.SIDECARS_REGISTRY_EXPIRED_SERIES_TOTAL_HELP;
    case Own.ReplacedFamilies:
      return catalogue.SIDECARS_REGISTRY_REPLACED_FAMILIES_TOTAL_HELP;
    case Own.DroppedExemplars:
      return catalogue.SIDECARS_REGISTRY_DROPPED_EXEMPLARS_TOTAL_HELP;
    default:
      return catalogue.SIDECARS_REGISTRY_FOLDS_TOTAL_HELP;
  }
}

/** Name of the one label, or empty. */
export function ownLabel(own: i32): string {
  if (own < DROP_COUNT) return catalogue.REASON;
  return own >= Own.FoldsMerged && own <= Own.FoldsFailed ? catalogue.OUTCOME : '';
}

/** Value of the label. */
export function ownLabelValue(own: i32): string {
  switch (own) {
    case Own.DropPushSamples:
      return catalogue.REASON_PUSH_SAMPLES_LIMIT;
    case Own.DropPushBytes:
      return catalogue.REASON_PUSH_BYTES_LIMIT;
    case Own.DropLabelCount:
      return catalogue.REASON_LABEL_COUNT_LIMIT;
    case Own.DropLabelLength:
      return catalogue.REASON_LABEL_LENGTH_LIMIT;
    case Own.DropInvalid:
      return catalogue.REASON_INVALID;
    case Own.DropDefinition:
      return catalogue.REASON_DEFINITION_CONFLICT;
    case Own.DropFamilies:
      return catalogue.REASON_FAMILY_LIMIT;
    case Own.DropFamilySeries:
      return catalogue.REASON_FAMILY_SERIES_LIMIT;
    case Own.DropSeries:
      return catalogue.REASON_SERIES_LIMIT;
    case Own.DropExposition:
      return catalogue.REASON_EXPOSITION_LIMIT;
    case Own.FoldsMerged:
      return catalogue.OUTCOME_MERGED;
    case Own.FoldsLost:
      return catalogue.OUTCOME_LOST;
    default:
      return catalogue.OUTCOME_FAILED;
  }
}

/** Label text of the series, as it is stored. */
export function ownLabelText(own: i32): string {
  const label = ownLabel(own);
  return label.length === 0 ? '' : `${label}="${ownLabelValue(own)}"`;
}
