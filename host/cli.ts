// Node. The embedded host as a process of its own.
//
//   node build/host/cli.mjs [--manifest spin.toml] [--runtime-config-file runtime-config.toml]
//                           [--listen 127.0.0.1:3000] [--state-dir .spin] [--max-busy-seconds 30]
//                           [--env KEY=VALUE]... (for every component)
import { hostCommand } from './command.ts';
import { HostError } from './errors.ts';

hostCommand(process.argv.slice(2), 'host').catch((error) => {
  // The user's fault is one line; ours comes with its stack.
  console.error(error instanceof HostError ? `error: ${error.message}` : error);
  process.exit(1);
});
