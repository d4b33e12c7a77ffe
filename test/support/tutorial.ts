// Node, tests. A tutorial as a list of steps: files to write, commands to run, what they print. The page itself is what runs.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { emptyFolder, packed } from './package.ts';
import { freePort } from './ports.ts';
import { pathOf } from './programs.ts';
import { type ServedCommand, serveCommand } from './served-command.ts';
import { readyPath, upCommand } from './served-folder.ts';

const docs = fileURLToPath(new URL('../../docs/', import.meta.url));

/** A ```bash block is run, one that follows a line like "`src/index.ts`:" is written, a ```text block was printed before. */
type Step =
  | { kind: 'file'; path: string; content: string }
  | { kind: 'commands'; lines: string[] }
  | { kind: 'output'; text: string };

export function stepsOf(page: string): Step[] {
  const text = readFileSync(join(docs, page), 'utf8');
  const blocks = text.matchAll(/(?:^`([^`\n]+)`[^`\n]*:\n\n)?^```(\w+)\n([\s\S]*?)^```$/gm);
  return [...blocks].map(([, path, language, content = '']): Step => {
    if (path !== undefined) return { kind: 'file', path, content };
    if (language === 'bash') return { kind: 'commands', lines: content.trim().split('\n') };
    if (language === 'text') return { kind: 'output', text: content };
    throw new Error(`${page}: found a block of ${language} that is neither a command, nor an output, nor a named file`);
  });
}

/** Commands that serve until they are stopped: as the page has them, as they are run, where they are ready. */
const servers = [
  { shown: 'npx spin-sidecars up', run: upCommand, port: 3000, listen: '--listen ', ready: readyPath },
  { shown: 'prometheus', run: 'prometheus', port: 9090, listen: '--web.listen-address=', ready: '/-/ready' },
];

export interface Run {
  /** What each block of commands printed, and what the page promises. */
  outputs: { found: string; promised: string }[];
  /** Programs of the page that this machine lacks: their commands were left out, with all that follows. */
  missing: string[];
  seconds: number;
  stop(): Promise<void>;
}

/** Follows the page from an empty folder, on free ports. Throws with what a failing command printed. */
export async function follow(page: string): Promise<Run> {
  const file = packed();
  const started = performance.now();
  const home = emptyFolder();
  const served = new Map<string, ServedCommand>();
  const stop = async () => {
    for (const { stop } of served.values()) await stop();
    rmSync(home, { recursive: true, force: true });
  };
  const run: Run = { outputs: [], missing: [], seconds: 0, stop };
  const ports = new Map<number, number>();
  for (const { port } of servers) ports.set(port, await freePort());
  const onPorts = (text: string) =>
    text.replace(/(?<=localhost:)\d+/g, (port) => String(ports.get(Number(port)) ?? port));
  let folder = home;
  let printed = '';
  const serve = async (line: string, { shown, run: typed, port, listen, ready }: (typeof servers)[number]) => {
    const address = `127.0.0.1:${ports.get(port)}`;
    const rest = line.slice(shown.length);
    // typed again, it was stopped before
    await served.get(shown)?.stop();
    served.set(shown, await serveCommand(`${typed}${rest} ${listen}${address}`, folder, `http://${address}${ready}`));
  };
  try {
    for (const step of stepsOf(page)) {
      if (run.missing.length > 0) break;
      if (step.kind === 'file') write(join(folder, step.path), onPorts(step.content));
      if (step.kind === 'output') run.outputs.push({ found: printed, promised: step.text });
      if (step.kind !== 'commands') continue;
      printed = '';
      for (const line of step.lines) {
        const program = line.split(' ')[0]!;
        const server = servers.find(({ shown }) => line.startsWith(shown));
        if (pathOf(program) === undefined) {
          run.missing.push(program);
          break;
        }
        if (server) await serve(line, server);
        else {
          const done = await command(onPorts(line).replace(/(npm install) spin-sidecars$/, `$1 ${file}`), folder);
          printed += done.output;
          folder = done.folder;
        }
      }
    }
  } catch (error) {
    await stop();
    throw error;
  }
  run.seconds = (performance.now() - started) / 1000;
  return run;
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** What a scrape brings is not there at once. */
const patienceMs = 30_000;

/** What it printed, and the folder that it has led to. A request is repeated until it succeeds. */
async function command(typed: string, folder: string): Promise<{ output: string; folder: string }> {
  let result = bash(typed, folder);
  const deadline = Date.now() + (typed.startsWith('curl') ? patienceMs : 0);
  while (result.status !== 0 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    result = bash(typed, folder);
  }
  if (result.status !== 0) throw new Error(`${typed}: exit code ${result.status}\n${result.stdout}\n${result.stderr}`);
  const [output, left] = result.stdout.split(separator);
  return { output: output!, folder: left!.trim() };
}

const separator = '--- in the folder ';

function bash(typed: string, cwd: string) {
  const script = `${typed} && printf '%s' '${separator}' && pwd`;
  return spawnSync('bash', ['-o', 'pipefail', '-c', script], { cwd, encoding: 'utf8' });
}
