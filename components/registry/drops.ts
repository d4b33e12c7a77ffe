// Guest. Why samples are dropped. The numbers are part of the stored format: append, never renumber.

export const DROPS_METRIC = 'sidecars_dropped_samples_total';
export const DROPS_HELP = 'Samples that were pushed and not counted, by cause.';
export const UNREADABLE_METRIC = 'sidecars_unreadable_entries_total';
export const UNREADABLE_HELP = 'Log entries in the store that could not be read and were put aside.';

export enum Drop {
  /** More samples in one push than the bound, or more bytes. */
  PushLimit = 0,
  /** Too many labels, or one that is too long. */
  LabelLimit = 1,
  /** The family has another kind, other labels or other buckets. */
  DefinitionConflict = 2,
  /** Too many families. */
  FamilyLimit = 3,
  /** Too many series in the family. */
  FamilySeriesLimit = 4,
  /** Too many series in all, or too large an exposition. */
  SeriesLimit = 5,
}

export const DROP_COUNT: i32 = 6;

/** Value of the label `reason`. */
export function dropName(drop: i32): string {
  switch (drop) {
    case Drop.PushLimit:
      return 'push_limit';
    case Drop.LabelLimit:
      return 'label_limit';
    case Drop.DefinitionConflict:
      return 'definition_conflict';
    case Drop.FamilyLimit:
      return 'family_limit';
    case Drop.FamilySeriesLimit:
      return 'family_series_limit';
    default:
      return 'series_limit';
  }
}
