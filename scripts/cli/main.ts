#!/usr/bin/env node
// Node. The command `spin-sidecars`: one folder here for each subcommand. Each is loaded when it is called, for the build has
// a compiler behind it and the host an engine.
import { HostError } from '../../host/errors.ts';
import { UserError } from './user-error.ts';

interface Command {
  /** One line for `--help`. */
  summary: string;
  /** Gets what stands behind the command's name. Throws a UserError or HostError for what the user can mend. */
  load: () => Promise<(args: string[]) => Promise<void>>;
}

const commands: Record<string, Command> = {
  build: {
    summary: 'make a component of TypeScript: bundle it, warm it, give it the engine',
    load: async () => (await import('./build/index.ts')).build,
  },
  up: {
    summary: 'serve a spin.toml on the embedded host, without Spin',
    load: async () => (await import('./up/index.ts')).up,
  },
};

const usage = [
  'usage: spin-sidecars COMMAND [options]; COMMAND --help says more',
  '',
  ...Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(8)} ${summary}`),
].join('\n');

async function main([name, ...args]: string[]): Promise<void> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    console.log(usage);
    return;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    throw new UserError(`found command "${name}", expected one of ${Object.keys(commands).join(', ')}\n${usage}`);
  }
  await (await command.load())(args);
}

main(process.argv.slice(2)).catch((error) => {
  const isUsers = error instanceof UserError || error instanceof HostError;
  console.error(isUsers ? `error: ${error.message}` : error);
  process.exit(1);
});
