// npm start: installs, builds and serves the demo app.
//
//   npm start                         on port 3000; on Spin when `spin` is on the PATH, else on the embedded host
//   PORT=8080 npm start               on another port
//   npm start -- --host embedded      on the embedded host even where Spin is installed (or: --host spin)
//   npm start -- --env LOG_LEVEL=debug --env OTEL_TRACES_EXPORTER=console      variables for every component
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { fail } from './setup/command.mjs';
import { prepare } from './setup/prepare.mjs';
import { checkPort, chooseHost, hostCommand, portFrom } from './setup/serve.mjs';
import { telemetryVariables } from './setup/telemetry.mjs';

const usage = '[--host embedded|spin] [--env KEY=VALUE]...';

function options() {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        host: { type: 'string' },
        env: { type: 'string', multiple: true, default: [] },
        help: { type: 'boolean' },
      },
    }));
  } catch (error) {
    fail(`${error.message}; usage: npm start -- ${usage}`);
  }
  if (values.help) {
    console.log(`usage: [PORT=3000] npm start -- ${usage}`);
    process.exit(0);
  }
  return { host: chooseHost(values.host), port: portFrom('PORT', 3000), variables: values.env };
}

const { host, port, variables } = options();
await checkPort(port, 'PORT', 'npm start');
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
const [command, args] = hostCommand(host, {
  listen: `127.0.0.1:${port}`,
  more: variables.flatMap((text) => ['--env', text]),
});
const env = { ...process.env, ...telemetryVariables(process.env, url) };
const child = spawn(command, args, { stdio: 'inherit', env });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 0 : (code ?? 1)));
