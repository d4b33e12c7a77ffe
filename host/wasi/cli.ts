// Worker. wasi:cli. Standard output and error go to the main thread at once, so that what a guest printed before
// it was stopped is not lost. There is no standard input and no terminal.
import { job, link } from '../worker/current.ts';
import { closedStream, InputStream, OutputStream } from './streams.ts';

export class TerminalInput {}
export class TerminalOutput {}

/** Thrown by `exit`. Status ok is a quiet end. */
export class Exit extends Error {
  readonly ok: boolean;

  constructor(ok: boolean) {
    super(`the guest called exit with ${ok ? 'success' : 'a failure'}`);
    this.ok = ok;
  }
}

function output(to: 'stdout' | 'stderr'): OutputStream {
  return new OutputStream({
    permit: () => 64 * 1024,
    write: (chunk) => {
      if (chunk.length === 0) return;
      link().post({ type: 'output', stream: job().stream, to, chunk });
      link().flush();
    },
    isFlushed: () => true,
  });
}

function endOfInput(): never {
  throw closedStream();
}

/** `environment` is what getEnvironment gives: pairs of name and value. */
export function cliImports(environment: [string, string][]) {
  return {
    'wasi:cli/environment': {
      getEnvironment: () => environment,
      getArguments: (): string[] => [],
      initialCwd: () => undefined,
    },
    'wasi:cli/exit': {
      exit: (status: { tag: 'ok' | 'err' }) => {
        throw new Exit(status.tag === 'ok');
      },
      exitWithCode: (code: number) => {
        throw new Exit(code === 0);
      },
    },
    'wasi:cli/stdin': { getStdin: () => new InputStream({ read: endOfInput, isReady: () => true }) },
    'wasi:cli/stdout': { getStdout: () => output('stdout') },
    'wasi:cli/stderr': { getStderr: () => output('stderr') },
    'wasi:cli/terminal-input': { TerminalInput },
    'wasi:cli/terminal-output': { TerminalOutput },
    'wasi:cli/terminal-stdin': { getTerminalStdin: () => undefined },
    'wasi:cli/terminal-stdout': { getTerminalStdout: () => undefined },
    'wasi:cli/terminal-stderr': { getTerminalStderr: () => undefined },
  };
}
