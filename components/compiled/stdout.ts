// Guest. wasi:cli/stdout@0.2.10.
import { writeLine } from './stderr.ts';

@external("wasi:cli/stdout@0.2.10", "get-stdout")
declare function hostGetStdout(): i32;

/** Writes one line; a line that cannot be written is lost. */
export function print(line: string): void {
  writeLine(hostGetStdout(), line);
}
