// npm start: installs, builds and serves the demo app.
//
//   npm start                         on port 3000; on Spin when `spin` is on the PATH, else on the embedded host
//   PORT=8080 npm start               on another port
//   npm start -- --host embedded      on the embedded host even where Spin is installed (or: --host spin)
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { parseArgs } from 'node:util';
import { fail, isOnPath } from './setup/command.mjs';
import { prepare } from './setup/prepare.mjs';
import { telemetryVariables } from './setup/telemetry.mjs';

function options() {
  let values;
  try {
    ({ values } = parseArgs({ options: { host: { type: 'string' }, help: { type: 'boolean' } } }));
  } catch (error) {
    fail(`${error.message}; usage: npm start -- [--host embedded|spin]`);
  }
  if (values.help) {
    console.log('usage: [PORT=3000] npm start -- [--host embedded|spin]');
    process.exit(0);
  }
  if (values.host && !['embedded', 'spin'].includes(values.host)) {
    fail(`--host: found "${values.host}", expected embedded or spin`);
  }
  const port = Number(process.env.PORT ?? 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    fail(`PORT: found "${process.env.PORT}", expected a number from 1 to 65535`);
  }
  return { host: values.host ?? (isOnPath('spin') ? 'spin' : 'embedded'), port };
}

/** Asked before the long part, so that nobody waits for a build in vain. */
function checkPort(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error) =>
      fail(
        `port ${port} cannot be used (${error.code}): stop what listens there or choose another one, as in PORT=${port + 1} npm start`,
      ),
    );
    probe.listen(port, '127.0.0.1', () => probe.close(resolve));
  });
}

const hosts = {
  embedded: (listen) => [
    process.execPath,
    ['build/host/cli.mjs', '--listen', listen, '--runtime-config-file', 'runtime-config.toml'],
  ],
  spin: (listen) => ['spin', ['up', '--listen', listen, '--runtime-config-file', 'runtime-config.toml']],
};

const { host, port } = options();
if (host === 'spin' && !isOnPath('spin'))
  fail('--host spin: no `spin` on the PATH; install Spin or use --host embedded');
await checkPort(port);
prepare();

const url = `http://127.0.0.1:${port}`;
console.log(`
starting the demo app on ${host === 'spin' ? 'Spin' : 'the embedded host (no Spin needed)'}

  ${url}/metrics   what Prometheus scrapes
  ${url}/health    liveness
  ${url}/ready     readiness
  ${url}/mcp       the MCP gateway: point an MCP client here, or

  curl -s ${url}/mcp -H 'content-type: application/json' \\
    -d '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"weather-ts__get_weather","arguments":{"location":"Oslo"}}}'
`);
const [command, args] = hosts[host](`127.0.0.1:${port}`);
const env = { ...process.env, ...telemetryVariables(process.env, url) };
const child = spawn(command, args, { stdio: 'inherit', env });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 0 : (code ?? 1)));
