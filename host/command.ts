// Node. The embedded host as a command, with the options of `spin up` that it understands: `npx spin-sidecars up`, and in this
// repository build/host/cli.mjs.
import { parseArgs } from 'node:util';
import { HostError } from './errors.ts';
import { type Host, startHost } from './index.ts';

const usage = (program: string) =>
  `usage: ${program} [--manifest spin.toml] [--runtime-config-file FILE] [--listen 127.0.0.1:3000] [--state-dir DIR] [--max-busy-seconds 30] [--env KEY=VALUE]...`;

function readOptions(args: string[], program: string) {
  let values: Record<string, string | boolean | string[] | undefined>;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        manifest: { type: 'string', short: 'f', default: 'spin.toml' },
        'runtime-config-file': { type: 'string' },
        listen: { type: 'string', default: '127.0.0.1:3000' },
        'state-dir': { type: 'string' },
        'max-busy-seconds': { type: 'string', default: '30' },
        env: { type: 'string', short: 'e', multiple: true, default: [] },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    throw new HostError('USAGE', `${(error as Error).message}\n${usage(program)}`);
  }
  const listen = /^(.+):(\d{1,5})$/.exec(String(values.listen));
  const port = Number(listen?.[2]);
  if (!listen || port > 65535) {
    throw new HostError('USAGE', `--listen: found "${values.listen}", expected address:port as in 127.0.0.1:3000`);
  }
  const maxBusySeconds = Number(values['max-busy-seconds']);
  if (!(maxBusySeconds > 0)) {
    throw new HostError(
      'USAGE',
      `--max-busy-seconds: found "${values['max-busy-seconds']}", expected a number above 0`,
    );
  }
  const environment = (values.env as string[]).map((text) => {
    const equals = text.indexOf('=');
    if (equals < 1) throw new HostError('USAGE', `--env: found "${text}", expected KEY=VALUE`);
    return [text.slice(0, equals), text.slice(equals + 1)] as const;
  });
  const text = (name: string) => (typeof values[name] === 'string' ? { value: values[name] as string } : undefined);
  const runtimeConfig = text('runtime-config-file');
  const stateDir = text('state-dir');
  return {
    help: values.help === true,
    host: {
      manifestPath: String(values.manifest),
      hostname: listen[1] as string,
      port,
      maxBusyMs: maxBusySeconds * 1000,
      environment: Object.fromEntries(environment),
      ...(runtimeConfig && { runtimeConfigPath: runtimeConfig.value }),
      ...(stateDir && { stateDir: stateDir.value }),
    },
  };
}

function printRoutes({ url, triggers }: Host): void {
  const lines = triggers.map(({ component, route }) => {
    if (route === undefined) return `  ${component}: (private: http://${component}.spin.internal)`;
    return `  ${component}: ${url}${route.replace(/\/?\.\.\.$/, '')}${route.endsWith('...') ? ' (wildcard)' : ''}`;
  });
  console.log(`Serving ${url}\nAvailable Routes:\n${lines.join('\n')}`);
}

/**
 * Serves until a signal comes. `program` is what the user has typed to get here. Throws a HostError for everything that is
 * the user's to correct.
 */
export async function hostCommand(args: string[], program: string): Promise<void> {
  const options = readOptions(args, program);
  if (options.help) {
    console.log(usage(program));
    return;
  }
  const host = await startHost(options.host);
  printRoutes(host);
  const stop = () => {
    // A second signal ends it at once.
    process.once('SIGINT', () => process.exit(130));
    process.once('SIGTERM', () => process.exit(143));
    void host.close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}
