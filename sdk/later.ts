// Guest. Work that no client waits for.

/**
 * Runs `work` after the response has left: a timer is the first thing that runs then. For `event.waitUntil`. A large
 * body leaves in pieces, between which timers run: `delayMs` gives it time, for `work` holds it up.
 */
export async function later(work: () => void | Promise<void>, delayMs = 0): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, delayMs));
  await work();
}
