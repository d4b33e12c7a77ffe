// Guest. The registry's upkeep, in an instance that has answered. A file of its own: who folds need not measure, nor log.
import { fold } from 'sidecars:metrics/registry@0.1.0';
import { describeFailure } from './wit-error.ts';

/** Merges the log into the snapshot. A failure costs one log line. */
export function foldRegistry(complain = (message: string) => console.error(`spin-sidecars: ${message}`)): void {
  try {
    fold();
  } catch (error) {
    complain(`the registry could not be folded: ${describeFailure(error)}`);
  }
}
