// Guest. What a session has received: every stack of every component, route and tool once. Runs on plain Node as well.
import type { Profile } from 'sidecars:metrics/profiles@0.1.0';

/** Stacks of one kind of request; beyond this, time is kept without its stack. */
const maxStacks = 50_000;

const tooMany = '(stacks beyond the bound)';

export interface CollectedStack {
  component: string;
  /** `name@hash` of the bundle that the frames are positions in. */
  build: string;
  labels: [string, string][];
  /** As submitted. */
  frames: string;
  samples: number;
  nanoseconds: number;
}

export class Collected {
  readonly #stacks = new Map<string, CollectedStack>();
  /** Nanoseconds between two samples, by component. */
  readonly periods = new Map<string, number>();
  /** Requests, or parts of long ones, that had samples. */
  profiles = 0;

  constructor(
    /** Nanoseconds since 1970: what began before is not of this session. */
    readonly since: bigint,
  ) {}

  add({ component, build, labels, periodNanoseconds, beganNanoseconds, stacks }: Profile): void {
    if (beganNanoseconds < this.since) return;
    this.profiles++;
    this.periods.set(component, Number(periodNanoseconds));
    const who = JSON.stringify([component, build, labels]);
    for (const stack of stacks) {
      const whole = `${who}\n${stack.frames}`;
      const isKept = this.#stacks.has(whole) || this.#stacks.size < maxStacks;
      const frames = isKept ? stack.frames : tooMany;
      const key = isKept ? whole : `${who}\n${tooMany}`;
      const known = this.#stacks.get(key);
      if (known) {
        known.samples += stack.samples;
        known.nanoseconds += Number(stack.nanoseconds);
      } else {
        const nanoseconds = Number(stack.nanoseconds);
        this.#stacks.set(key, { component, build, labels, frames, samples: stack.samples, nanoseconds });
      }
    }
  }

  /** Most time first. */
  get stacks(): CollectedStack[] {
    return [...this.#stacks.values()].sort((left, right) => right.nanoseconds - left.nanoseconds);
  }
}
