// Guest. Whether the component is being built or serves. A module's top level runs at build time, where a mistake must
// stop the build and no host call may be made; from the first request on nothing of the SDK may fail the tool.

export const phase = {
  /** False at build time. `beginServing` sets it. */
  isServing: false,
};

const atStart: (() => void)[] = [];

/** `work` runs once an instance, before its first request. */
export function whenServing(work: () => void): void {
  atStart.push(work);
}

/** The instance has a request: build time is over. */
export function beginServing(): void {
  if (phase.isServing) return;
  phase.isServing = true;
  for (const work of atStart) work();
}

/** For parts of the SDK that are used without `serve`: the engine's event, before the component's own listener. */
export function serveWithFirstRequest(): void {
  // plain Node, where tests run, has no such event
  (globalThis as { addEventListener?: typeof addEventListener }).addEventListener?.('fetch', beginServing);
}
