// Guest. Where lines go. Not the console: that writes text and line feed one after the other, and between the two comes
// what another instance writes (measured on Spin 4.0.2 at 32 connections).
import { getStderr } from 'wasi:cli/stderr@0.2.10';
import { getStdout, type OutputStream } from 'wasi:cli/stdout@0.2.10';

const streams: { stdout?: OutputStream; stderr?: OutputStream } = {};

/** One write. Throws when the host cannot take it. */
export function writeLine(line: Uint8Array, to: 'stdout' | 'stderr'): void {
  streams[to] ??= to === 'stdout' ? getStdout() : getStderr();
  streams[to].blockingWriteAndFlush(line);
}
