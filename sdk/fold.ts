// Guest. The registry's upkeep, in an instance that has answered. A file of its own: who folds need not measure.

import { fold } from 'sidecars:metrics/registry@0.1.0';
import { logger } from './log/logger.ts';

/** Merges the log into the snapshot. A failure costs one log line. */
export function foldRegistry(): void {
  try {
    fold();
  } catch (error) {
    logger.error('the registry could not be folded', { error });
  }
}
