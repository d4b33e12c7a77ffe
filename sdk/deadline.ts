// Guest. Waiting for something that may never come.

export class DeadlineError extends Error {}

/** The outcome of `work`, or a DeadlineError with `message` after `ms` milliseconds; the work itself goes on. */
export async function withDeadline<T>(work: Promise<T>, ms: number, message: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlineError(message)), ms);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
