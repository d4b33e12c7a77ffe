// Node, tests. Profiles of a running app, read by the library that wrote them and by Go's pprof.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { Profile } from 'pprof-format';

export interface ReadSample {
  /** Innermost first, as `name file:line`. */
  frames: string[];
  /** By type. */
  values: Record<string, number>;
  labels: Record<string, string>;
}

export interface ReadProfile {
  types: string[];
  comments: string[];
  period: number;
  durationMs: number;
  samples: ReadSample[];
}

/** Reads the gzipped message. */
export function readProfile(bytes: Uint8Array): ReadProfile {
  const profile = Profile.decode(gunzipSync(bytes));
  const text = (index: number | bigint) => profile.stringTable.strings[Number(index)]!;
  const functions = new Map(profile.function.map((one) => [Number(one.id), one]));
  const frames = new Map(
    profile.location.map(({ id, line: [line] }) => {
      const { name, filename } = functions.get(Number(line!.functionId))!;
      return [Number(id), `${text(name)} ${text(filename)}:${line!.line}`];
    }),
  );
  const types = profile.sampleType.map(({ type }) => text(type));
  return {
    types,
    comments: profile.comment.map(text),
    period: Number(profile.period),
    durationMs: Number(profile.durationNanos) / 1e6,
    samples: profile.sample.map(({ locationId, value, label }) => ({
      frames: locationId.map((id) => frames.get(Number(id))!),
      values: Object.fromEntries(types.map((type, index) => [type, Number(value[index])])),
      labels: Object.fromEntries(label.map(({ key, str }) => [text(key), text(str)])),
    })),
  };
}

/** Takes a profile while `load` runs over and over, one at a time. */
export async function profileWhile(url: string, seconds: number, load: () => Promise<unknown>): Promise<ReadProfile> {
  const taken = takeProfile(url, seconds);
  let isOver = false;
  const loaded = (async () => {
    while (!isOver) await load();
  })();
  try {
    return await taken;
  } finally {
    isOver = true;
    await loaded;
  }
}

export async function takeProfile(url: string, seconds: number): Promise<ReadProfile> {
  const response = await fetch(`${url}/debug/pprof/profile?seconds=${seconds}`);
  if (!response.ok) throw new Error(`no profile: ${response.status} ${await response.text()}`);
  return readProfile(new Uint8Array(await response.arrayBuffer()));
}

/** Milliseconds in stacks for which it holds. */
export function milliseconds({ samples }: ReadProfile, holds: (sample: ReadSample) => boolean = () => true): number {
  return samples.filter(holds).reduce((sum, { values }) => sum + values.wall! / 1e6, 0);
}

/** Whether a function of that name is on the stack. */
export const calls =
  (name: string) =>
  ({ frames }: ReadSample): boolean =>
    frames.some((frame) => frame.startsWith(`${name} `));

/** What `go tool pprof` prints, its own remarks included. */
export function goPprof(...options: string[]): Promise<string> {
  return inFolder(async (folder) => {
    // it keeps what it fetches
    const env = { ...process.env, PPROF_TMPDIR: folder };
    const output = await promisify(execFile)('go', ['tool', 'pprof', ...options], { env, maxBuffer: 1 << 26 });
    return output.stderr + output.stdout;
  });
}

/** Saves bodies of responses for Go's pprof while `body` runs. */
export function withSaved<T>(bytes: Uint8Array[], body: (...files: string[]) => Promise<T>): Promise<T> {
  return inFolder((folder) => {
    const files = bytes.map((content, index) => {
      const file = join(folder, `${index}.pb.gz`);
      writeFileSync(file, content);
      return file;
    });
    return body(...files);
  });
}

async function inFolder<T>(body: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'sidecars-pprof-'));
  try {
    return await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
