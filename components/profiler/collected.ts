// Guest. What a session has received: every stack of every component, route, tool and trace once. Runs on plain Node as well.
import type { Profile } from 'sidecars:metrics/profiles@0.1.0';

/** Beyond so many stacks, those that are new lose their trace. */
const maxTraced = 20_000;
/** Beyond so many, time is kept without its stack. */
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

  add(profile: Profile): void {
    if (profile.beganNanoseconds < this.since) return;
    this.profiles++;
    this.periods.set(profile.component, Number(profile.periodNanoseconds));
    for (const { frames, samples, nanoseconds } of profile.stacks) {
      const stack = this.#find(profile, frames);
      stack.samples += samples;
      stack.nanoseconds += Number(nanoseconds);
    }
  }

  /** The one to which this time is added: the trace is the first that is lost, then the stack. */
  #find({ component, build, labels }: Profile, frames: string): CollectedStack {
    const untraced = withoutTrace(labels);
    return (
      this.#keep({ component, build, labels, frames }, maxTraced) ??
      this.#keep({ component, build, labels: untraced, frames }, maxStacks) ??
      this.#keep({ component, build, labels: untraced, frames: tooMany }, Number.POSITIVE_INFINITY)!
    );
  }

  #keep(stack: Omit<CollectedStack, 'samples' | 'nanoseconds'>, most: number): CollectedStack | undefined {
    const key = JSON.stringify(stack);
    let kept = this.#stacks.get(key);
    if (!kept && this.#stacks.size < most) {
      kept = { ...stack, samples: 0, nanoseconds: 0 };
      this.#stacks.set(key, kept);
    }
    return kept;
  }

  /** Most time first. */
  get stacks(): CollectedStack[] {
    return [...this.#stacks.values()].sort((left, right) => right.nanoseconds - left.nanoseconds);
  }
}

/** The label that leads from a stack to the trace of its request. */
export const traceLabel = 'trace_id';

export const withoutTrace = (labels: [string, string][]): [string, string][] =>
  labels.filter(([name]) => name !== traceLabel);
