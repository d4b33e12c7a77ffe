// Guest. prom-client's timers call `process.hrtime`, which the engine lacks.

interface Process {
  hrtime(since?: [number, number]): [number, number];
}

const scope = globalThis as { process?: Process };

scope.process ??= {
  /** Seconds and nanoseconds, as Node gives them. */
  hrtime(since = [0, 0]) {
    const ms = performance.now() - since[0] * 1e3 - since[1] / 1e6;
    const seconds = Math.floor(ms / 1e3);
    return [seconds, Math.round((ms - seconds * 1e3) * 1e6)];
  },
};
