// Guest. wasi:cli/stderr@0.2.10 and, of wasi:io/streams@0.2.10, what it takes to write a line there.
import { Bytes } from './bytes.ts';

@external("wasi:cli/stderr@0.2.10", "get-stderr")
declare function hostGetStderr(): i32;
@external("wasi:io/streams@0.2.10", "[method]output-stream.blocking-write-and-flush")
declare function hostWriteAndFlush(stream: i32, start: usize, length: i32, result: usize): void;
@external("wasi:io/streams@0.2.10", "[resource-drop]output-stream")
declare function hostDropStream(stream: i32): void;
@external("wasi:io/error@0.2.10", "[resource-drop]error")
declare function hostDropError(error: i32): void;

/** Return area: result<_, stream-error>, 12 bytes. */
const RESULT: usize = memory.data(12, 4);

/** What one call may write. */
const MAX_WRITE: i32 = 4096;

/** Writes one line; a line that cannot be written is lost. */
export function printError(line: string): void {
  writeLine(hostGetStderr(), line);
}

/** Takes the handle of an output-stream. For the bindings only. */
export function writeLine(stream: i32, line: string): void {
  const text = Bytes.of(`${line}\n`);
  hostWriteAndFlush(stream, text.start, min(text.length, MAX_WRITE), RESULT);
  const isLastOperationFailed = load<u8>(RESULT) != 0 && load<u8>(RESULT, 4) == 0;
  if (isLastOperationFailed) hostDropError(load<i32>(RESULT, 8));
  hostDropStream(stream);
}
