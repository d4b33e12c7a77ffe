// Guest. Every bound in one place. What a developer writes (definitions) is refused when it is over; what comes with
// requests (labels, samples) is dropped and counted by cause (drops.ts), because the batch it came in is still good.

/** Bytes of a metric name. */
export const MAX_METRIC_NAME: i32 = 256;
/** Bytes of a help text, and of a unit. */
export const MAX_HELP: i32 = 1024;
/** Bounds of a histogram, without +Inf. */
export const MAX_BUCKETS: i32 = 128;
/** Families in one push. */
export const MAX_PUSH_FAMILIES: i32 = 256;

/** Labels of one series. */
export const MAX_LABELS: i32 = 32;
/** Bytes of a label name. */
export const MAX_LABEL_NAME: i32 = 128;
/** Bytes of a label value. */
export const MAX_LABEL_VALUE: i32 = 1024;
/** Samples in one push. */
export const MAX_PUSH_SAMPLES: i32 = 1000;
/** Bytes of one log entry: no further sample is added once it is this long. */
export const MAX_ENTRY_BYTES: i32 = 256 * 1024;

/** Families in the snapshot. */
export const MAX_FAMILIES: i32 = 1000;
/** Label sets of one family. */
export const MAX_FAMILY_SERIES: i32 = 1000;
/** Label sets of all families. */
export const MAX_SERIES: i32 = 20_000;
/** Bytes of the rendered exposition, estimated from above: hosts cap what a call may return. */
export const MAX_EXPOSITION_BYTES: i64 = 64 * 1024 * 1024;

/** Log entries that one fold merges. */
export const MAX_FOLD_ENTRIES: i32 = 4096;
/** Log entries that a scrape merges without committing, when it keeps losing. */
export const MAX_READ_ENTRIES: i32 = 65_536;
/** Bytes of log entries after which a fold merges no more. */
export const MAX_FOLD_BYTES: i32 = 32 * 1024 * 1024;
/** Log entries fetched by one call of the store. */
export const FETCH_ENTRIES: i32 = 128;
/** Unreadable log entries kept for inspection; further ones are counted and deleted. */
export const MAX_QUARANTINED: i32 = 1000;

/** Times a fold starts again after losing the race. */
export const FOLD_ATTEMPTS: i32 = 3;
/** Times a scrape tries to commit before it renders without committing. */
export const COMMIT_ATTEMPTS: i32 = 4;
/** Times a scrape starts again in all. */
export const SCRAPE_ATTEMPTS: i32 = 24;
/** Folds in one scrape: a million log entries. What is committed stays, so the next scrape goes on from there. */
export const SCRAPE_FOLDS: i32 = 256;

/** One push in so many is told to fold. A power of two. */
export const PUSHES_PER_FOLD: u64 = 256;
