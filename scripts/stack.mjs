// npm run stack: the demo app and what watches it, wired together: Prometheus with our rules and Alertmanager with our
// routes, where this machine has them; docs/stack.md has the rest.
//
//   npm run stack                            app on port 3000, Prometheus on 9090, Alertmanager on 9093
//   npm run stack -- --host embedded         on the embedded host even where Spin is installed (or: --host spin)
//   npm run stack -- --listen 172.17.0.1     address at which Prometheus listens, for Grafana in a container
//   PORT=8080 PROMETHEUS_PORT=9190 ALERTMANAGER_PORT=9193 npm run stack
import { parseArgs } from 'node:util';
import { fail } from './setup/command.mjs';
import { prepare } from './setup/prepare.mjs';
import { checkPort, chooseHost, portFrom } from './setup/serve.mjs';

const usage = 'npm run stack -- [--host embedded|spin] [--listen 127.0.0.1]';

function options() {
  try {
    const { values } = parseArgs({
      options: {
        host: { type: 'string' },
        listen: { type: 'string', default: '127.0.0.1' },
        help: { type: 'boolean' },
      },
    });
    return values;
  } catch (error) {
    return fail(`${error.message}; usage: ${usage}`);
  }
}

const { host, listen, help } = options();
if (help) {
  console.log(`usage: [PORT=3000] [PROMETHEUS_PORT=9090] [ALERTMANAGER_PORT=9093] ${usage}`);
  process.exit(0);
}
const settings = {
  host: chooseHost(host),
  listen,
  port: portFrom('PORT', 3000),
  prometheusPort: portFrom('PROMETHEUS_PORT', 9090),
  alertmanagerPort: portFrom('ALERTMANAGER_PORT', 9093),
};
await checkPort(settings.port, 'PORT', 'npm run stack');
await checkPort(settings.prometheusPort, 'PROMETHEUS_PORT', 'npm run stack');
await checkPort(settings.alertmanagerPort, 'ALERTMANAGER_PORT', 'npm run stack');
prepare();
// from here on dependencies are there, and with them TypeScript
const { register } = await import('tsx/esm/api');
register();
const { runStack } = await import('./stack/run.ts');
await runStack(settings);
