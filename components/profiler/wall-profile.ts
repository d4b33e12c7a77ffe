// Guest. A session's stacks as a profile of wall time: as profile.proto and as text. Runs on plain Node as well.
import { BundleMaps } from './bundle-maps.ts';
import type { CollectedStack } from './collected.ts';
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
  const stacks = collected.stacks.map((stack) => ({ ...stack, resolved: framesOf(stack.frames, stack.build, maps) }));
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

/** For people: what took most first. */
export function wallText({ startedAtMs, durationMs, comments, stacks }: WallProfile): string {
  const total = stacks.reduce((sum, { nanoseconds }) => sum + nanoseconds, 0);
  const head = [
    `wall profile of ${(durationMs / 1000).toFixed(2)} s from ${new Date(startedAtMs).toISOString()}`,
    `${milliseconds(total)} of work in ${stacks.reduce((sum, { samples }) => sum + samples, 0)} samples`,
    ...comments.map((comment) => `# ${comment}`),
  ];
  const body = stacks.map(({ samples, nanoseconds, component, labels, resolved }) => {
    const share = ((100 * nanoseconds) / total).toFixed(1);
    const who = [['component', component], ...labels].map(([name, value]) => `${name}=${value}`).join(' ');
    const frames = resolved.map(
      ({ name, file, line, column }) => `    ${name}${file && `  ${file}:${line}:${column}`}`,
    );
    return [`${milliseconds(nanoseconds)} ${share}% ${samples} samples  ${who}`, ...frames].join('\n');
  });
  return `${[head.join('\n'), ...body].join('\n\n')}\n`;
}

const milliseconds = (nanoseconds: number) => `${(nanoseconds / 1e6).toFixed(1)} ms`;
