// Guest. Which metrics a push has to look at, so that its work is proportional to them and not to all there are.
import type { Metric } from './metric.ts';

/** Changed since the last push. */
export const touched = new Set<Metric>();

/** Registered, without labels: shown as 0 before anything is counted. */
export const shownFromZero = new Set<Metric>();

/** Registered, with a `collect` function, which sets the metric when somebody wants to see it. */
export const collected = new Set<Metric>();
