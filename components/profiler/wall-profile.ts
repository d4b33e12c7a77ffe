// Guest. A session's stacks as a profile of wall time: as profile.proto and as text. Runs on plain Node as well.
import { BundleMaps } from './bundle-maps.ts';
import { type CollectedStack, traceLabel, withoutTrace } from './collected.ts';
import { type Frame, framesOf } from './frames.ts';
import type { Files } from './mounted-files.ts';
import { encodeProfile } from './proto.ts';
import type { Session } from './session.ts';

export interface WallStack extends CollectedStack {
  /** Innermost first. */
  resolved: Frame[];
}

export interface WallProfile {
  startedAtMs: number;
  durationMs: number;
  /** Nanoseconds; of several components the longest. */
  period: number;
  /** How it was made, and what to know about it. */
  comments: string[];
  /** Most time first. */
  stacks: WallStack[];
}

const method = [
  'wall time of JavaScript inside WebAssembly, by spin-sidecars: when a period of work has passed, the stack is taken at ' +
    'the next safepoint: a function entry, a way out of one, a turn of a loop',
  'bias: a function that neither calls nor loops counts as its caller; time inside the engine (JSON, sorting, regular ' +
    'expressions) counts where the next safepoints are',
  'time asleep and time waiting for outbound calls is no work and is not counted; "(no safepoint)" is work between a ' +
    'safepoint and the end of a job',
  'requests that began before the session are not in it, nor what was sampled of requests that had not ended with it for ' +
    'a second or more',
];

export function wallProfile({ collected, startedAtMs, durationMs, gaps }: Session, files: Files): WallProfile {
  const maps = new BundleMaps(files);
  const resolve = remembered((frames, build) => framesOf(frames, build, maps));
  const stacks = collected.stacks.map((stack) => ({ ...stack, resolved: resolve(stack.frames, stack.build) }));
  const periods = [...collected.periods].sort();
  const comments = [
    ...method,
    ...periods.map(([component, period]) => `${component}: ${Math.round(1e9 / period)} Hz`),
    ...maps.missing.map(
      (build) => `${build}: no source map of this build is mounted; positions are those of its bundle`,
    ),
    ...(gaps > 0 ? [`${gaps} times another session's write closed this one for up to half a second`] : []),
  ];
  const period = Math.max(0, ...collected.periods.values());
  return { startedAtMs, durationMs, period, comments, stacks };
}

/** profile.proto, not compressed. */
export function wallProto({ startedAtMs, durationMs, period, comments, stacks }: WallProfile): Uint8Array<ArrayBuffer> {
  return encodeProfile({
    types: [
      ['samples', 'count'],
      ['wall', 'nanoseconds'],
    ],
    period: { type: ['wall', 'nanoseconds'], value: period },
    startedAtMs,
    durationMs,
    comments,
    samples: stacks.map(({ resolved, samples, nanoseconds, component, labels }) => ({
      frames: resolved,
      values: [samples, nanoseconds],
      labels: [['component', component], ...labels],
      mapping: component,
    })),
  });
}

/** Requests of many traces have the same stacks. */
function remembered(resolve: (frames: string, build: string) => Frame[]): (frames: string, build: string) => Frame[] {
  const known = new Map<string, Frame[]>();
  return (frames, build) => {
    const key = `${build}\n${frames}`;
    const found = known.get(key) ?? resolve(frames, build);
    known.set(key, found);
    return found;
  };
}

/** For people: what took most first, each stack once with a few of its traces. */
export function wallText({ startedAtMs, durationMs, comments, stacks }: WallProfile): string {
  const total = stacks.reduce((sum, { nanoseconds }) => sum + nanoseconds, 0);
  const head = [
    `wall profile of ${(durationMs / 1000).toFixed(2)} s from ${new Date(startedAtMs).toISOString()}`,
    `${milliseconds(total)} of work in ${stacks.reduce((sum, { samples }) => sum + samples, 0)} samples`,
    ...comments.map((comment) => `# ${comment}`),
  ];
  const body = overTraces(stacks).map(({ samples, nanoseconds, component, labels, resolved, traces }) => {
    const share = ((100 * nanoseconds) / total).toFixed(1);
    const shownTraces = traces.slice(0, maxShownTraces).map((trace) => [traceLabel, trace]);
    const who = [['component', component], ...labels, ...shownTraces]
      .map(([name, value]) => `${name}=${value}`)
      .join(' ');
    const frames = resolved.map(
      ({ name, file, line, column }) => `    ${name}${file && `  ${file}:${line}:${column}`}`,
    );
    return [`${milliseconds(nanoseconds)} ${share}% ${samples} samples  ${who}`, ...frames].join('\n');
  });
  return `${[head.join('\n'), ...body].join('\n\n')}\n`;
}

/** In the text of one stack: those that took most time in it. */
const maxShownTraces = 3;

/** Stacks that differ in nothing but their trace as one; most time first. */
function overTraces(stacks: WallStack[]): (WallStack & { traces: string[] })[] {
  const merged = new Map<string, WallStack & { traces: string[] }>();
  for (const stack of stacks) {
    const labels = withoutTrace(stack.labels);
    const key = JSON.stringify([stack.component, stack.build, labels, stack.frames]);
    const whole = merged.get(key) ?? { ...stack, labels, samples: 0, nanoseconds: 0, traces: [] };
    merged.set(key, whole);
    whole.samples += stack.samples;
    whole.nanoseconds += stack.nanoseconds;
    for (const [name, value] of stack.labels) if (name === traceLabel) whole.traces.push(value);
  }
  return [...merged.values()].sort((left, right) => right.nanoseconds - left.nanoseconds);
}

const milliseconds = (nanoseconds: number) => `${(nanoseconds / 1e6).toFixed(1)} ms`;
