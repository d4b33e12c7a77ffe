// Node, tests. Stands in for wasi:cli's stdout and stderr: remembers lines, and shows them where tests of other things
// look for complaints.
export const output = {
  stdout: [] as string[],
  stderr: [] as string[],
  /** Sizes of single writes, in bytes. */
  writes: [] as number[],
  isBroken: false,
  reset(): void {
    Object.assign(this, { stdout: [], stderr: [], writes: [], isBroken: false });
  },
};

interface Line {
  level: string;
  message: string;
  error?: { message: string; stack?: string };
}

function showComplaint({ level, message, error }: Line): void {
  if (!['warn', 'error', 'fatal'].includes(level)) return;
  console.error(error ? `${message}: ${error.message}\n${error.stack ?? ''}` : message);
}

const stream = (to: 'stdout' | 'stderr') => ({
  blockingWriteAndFlush(contents: Uint8Array): void {
    if (output.isBroken) throw { payload: { tag: 'closed' } };
    const text = new TextDecoder('utf-8', { fatal: true }).decode(contents);
    output[to].push(text);
    output.writes.push(contents.length);
    if (text.startsWith('{')) showComplaint(JSON.parse(text));
  },
});

export const getStdout = () => stream('stdout');
export const getStderr = () => stream('stderr');
