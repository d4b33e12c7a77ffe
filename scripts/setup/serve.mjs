// Node, before the install: plain JavaScript, no dependency. What `npm start` and `npm run stack` share: the choice of host
// and port, and the command that serves a manifest.
import { createServer } from 'node:net';
import { fail, isOnPath } from './command.mjs';

/** The host that somebody asked for, else Spin where it is on the PATH. Ends the process when that is not possible. */
export function chooseHost(asked) {
  if (asked && !['embedded', 'spin'].includes(asked)) fail(`--host: found "${asked}", expected embedded or spin`);
  if (asked === 'spin' && !isOnPath('spin'))
    fail('--host spin: no `spin` on the PATH; install Spin or use --host embedded');
  return asked ?? (isOnPath('spin') ? 'spin' : 'embedded');
}

/** The number in the variable `name`, else `usual`. Ends the process for what is no port. */
export function portFrom(name, usual) {
  const port = Number(process.env[name] ?? usual);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    fail(`${name}: found "${process.env[name]}", expected a number from 1 to 65535`);
  }
  return port;
}

/** Asked before the long part, so that nobody waits for a build in vain. `command` is what sets the variable `name`. */
export function checkPort(port, name, command) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error) =>
      fail(
        `port ${port} cannot be used (${error.code}): stop what listens there or choose another one, as in ${name}=${port + 1} ${command}`,
      ),
    );
    probe.listen(port, '127.0.0.1', () => probe.close(resolve));
  });
}

/**
 * Program and arguments; paths are relative to the project's folder.
 * @param {'embedded' | 'spin'} host
 * @param {{ listen: string, manifest?: string, more?: string[] }} options
 * @returns {[string, string[]]}
 */
export function hostCommand(host, { listen, manifest = 'spin.toml', more = [] }) {
  const common = ['--listen', listen, '--runtime-config-file', 'runtime-config.toml', ...more];
  return host === 'spin'
    ? ['spin', ['up', '--from', manifest, ...common]]
    : [process.execPath, ['build/host/cli.mjs', '--manifest', manifest, ...common]];
}
