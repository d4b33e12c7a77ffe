// Guest, in components with safepoints only. Decides at each look whether a sample is due, takes the stack, and hands over
// what it has. Time counts as work from the first safepoint of a job to the end of the jobs that wait behind it: what the
// instance sleeps after that is no work of anybody.
import { submit, sweep, wanted } from 'sidecars:metrics/profiles@0.1.0';
import { requestTrace } from '../trace-context.ts';
import { describeFailure } from '../wit-error.ts';
import { type SampledRequest, sampling } from './hook.ts';
import { StackCounts } from './stack-counts.ts';
import { warmSubmit } from './warm-submit.ts';

/**
 * Safepoints between two looks at the clock: where they come fast the clock would cost as much as twenty of them, where they
 * are far apart every one must be looked at, or what was done would count elsewhere.
 */
const widestStride = 64;
/** Between two looks: a look costs some two microseconds. */
const aimMs = 0.04;
/** As good as never: what the counter is at while nobody samples. */
const far = 1e9;
/** What a request has is handed over after so long, for it may outlive the session. */
const submitAfterMs = 1000;
/** No sample is taken here, though some work was done. */
const noSafepoint = '(no safepoint)';

const counts = new StackCounts();

let isSampling = false;
let periodMs = 0;
/** Work so far, and how much of it makes the next sample due. */
let workMs = 0;
let dueMs = 0;
/** When the clock was looked at last; within a turn all time since then is work. */
let lookedAtMs = 0;
let isInTurn = false;
let stride = 1;
let beganAtMs = 0;
let labels: [string, string][] = [];
let sampled: SampledRequest = { component: '', route: () => '' };

function look(atEntry: 0 | 1): void {
  // What is called from here may have safepoints of its own, as `then` has in a component with spans.
  const held = __safepoint_value;
  __safepoint_left = far;
  if (!isSampling) return;
  const now = performance.now();
  if (isInTurn) {
    const sinceMs = now - lookedAtMs;
    workMs += sinceMs;
    if (sinceMs < aimMs / 2 && stride < widestStride) stride *= 2;
    else if (sinceMs > aimMs && stride > 1) stride >>= 1;
  } else {
    isInTurn = true;
    stride = 1;
    // runs when the jobs before it have: only then can the instance go to sleep
    void Promise.resolve().then(endTurn);
  }
  lookedAtMs = now;
  if (workMs >= dueMs) takeSample(framesAt(new Error().stack ?? '', atEntry));
  __safepoint_left = stride - 1;
  __safepoint_value = held;
}

/** What was done since the last look is work, but nobody can tell whose. */
function endTurn(): void {
  isInTurn = false;
  if (!isSampling) return;
  workMs += performance.now() - lookedAtMs;
  if (workMs >= dueMs) takeSample(noSafepoint);
  // the first safepoint of the next job begins a turn
  __safepoint_left = 0;
}

function takeSample(frames: string): void {
  const periods = Math.floor((workMs - dueMs) / periodMs) + 1;
  dueMs += periods * periodMs;
  counts.add(frames, periods, Math.round(periods * periodMs * 1e6));
  if (counts.isFull || Date.now() - beganAtMs > submitAfterMs) handOver();
}

/** The stack without this file's frame; at a function's entry without that function, for it has done nothing yet. */
function framesAt(stack: string, atEntry: 0 | 1): string {
  const own = stack.indexOf('\n') + 1;
  const next = stack.indexOf('\n', own) + 1;
  if (atEntry === 0 || next >= stack.length || stack.startsWith('async*', next)) return stack.slice(own, -1);
  return stack.slice(next, -1);
}

function begin(request: SampledRequest): boolean {
  isSampling = false;
  __safepoint_left = far;
  sampled = request;
  let wish: ReturnType<typeof wanted>;
  try {
    wish = wanted();
  } catch (error) {
    console.error(`spin-sidecars: whether to sample could not be read: ${describeFailure(error)}`);
    return false;
  }
  if (wish.frequencyHertz > 0) start(1000 / wish.frequencyHertz);
  return wish.sweepDue;
}

function start(period: number): void {
  counts.clear();
  labels = [];
  periodMs = period;
  workMs = 0;
  // at random, or requests shorter than a period would never be seen
  dueMs = Math.random() * period;
  beganAtMs = Date.now();
  isInTurn = false;
  isSampling = true;
  __safepoint_left = 0;
}

function handOver(): void {
  if (counts.isEmpty) return;
  const profile = {
    component: sampled.component,
    build: __safepoint_build,
    labels: [['route', sampled.route()] as [string, string], ...labels, ...requestTrace().filter(isTraceId)],
    periodNanoseconds: BigInt(Math.round(periodMs * 1e6)),
    beganNanoseconds: BigInt(beganAtMs) * 1_000_000n,
    stacks: counts.stacks(),
  };
  counts.clear();
  try {
    submit(profile);
  } catch (error) {
    console.error(`spin-sidecars: samples of this request are lost: ${describeFailure(error)}`);
  }
  beganAtMs = Date.now();
  lookedAtMs = performance.now();
}

const isTraceId = ([name]: [string, string]) => name === 'trace_id';

/** At most one of each name. */
function label(name: string, value: string): void {
  if (isSampling) labels = [...labels.filter(([known]) => known !== name), [name, value]];
}

function sweepSessions(): void {
  try {
    sweep();
  } catch (error) {
    console.error(`spin-sidecars: what is left of a profiling session could not be deleted: ${describeFailure(error)}`);
  }
}

function submitSamples(): void {
  if (isSampling) handOver();
}

__safepoint_look = look;
Object.assign(sampling, { begin, submit: submitSamples, sweep: sweepSessions, label });

// build time: what a sample needs is compiled and frozen into the component
counts.add(framesAt(new Error().stack ?? '', 1), 1, 1);
counts.stacks();
counts.clear();
warmSubmit();
