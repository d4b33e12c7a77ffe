// Node, tests. Stands in for the component's standard output and error: remembers every write.
export const written: { stdout: string[]; stderr: string[] } = { stdout: [], stderr: [] };

const decoder = new TextDecoder();

const stream = (to: string[]) => ({
  blockingWriteAndFlush(contents: Uint8Array): void {
    if (contents.length > 4096) throw new Error('a write has 4,096 bytes at most');
    to.push(decoder.decode(contents));
  },
});

export const getStdout = () => stream(written.stdout);
export const getStderr = () => stream(written.stderr);

/** The lines written since the last time, as objects. */
export function takeLines(from: 'stdout' | 'stderr' = 'stdout'): Record<string, unknown>[] {
  return written[from].splice(0).map((line) => JSON.parse(line));
}
