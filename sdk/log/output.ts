// Guest. Where lines go: straight to the host, in one write each. The engine's console would escape their quotes. Before
// the first request there is no host, only the console of the build.
import { getStderr } from 'wasi:cli/stderr@0.2.10';
import { getStdout } from 'wasi:cli/stdout@0.2.10';
import type { OutputStream } from 'wasi:io/streams@0.2.10';
import { phase } from '../phase.ts';

export type Destination = 'stdout' | 'stderr';

const encoder = new TextEncoder();
const streams: Partial<Record<Destination, OutputStream>> = {};

/** Writes `line` and a newline. A host that takes no logs is no reason to fail. */
export function writeLine(line: string, destination: Destination): void {
  if (!phase.isServing) {
    if (destination === 'stderr') console.error(line);
    else console.log(line);
    return;
  }
  try {
    streams[destination] ??= destination === 'stdout' ? getStdout() : getStderr();
    streams[destination].blockingWriteAndFlush(encoder.encode(`${line}\n`));
  } catch {
    // whoever reads logs will miss it
  }
}
