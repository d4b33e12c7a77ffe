// Guest. Work that no client waits for.

/** Runs `work` after the response has left: a timer is the first thing that runs then. For `event.waitUntil`. */
export async function later(work: () => void): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  work();
}
