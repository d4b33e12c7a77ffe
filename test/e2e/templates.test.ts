// The templates in the hands of a real Spin: `spin new`, `spin add`, `spin build`, served.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { describeInstalled, emptyFolder, packed, run } from '../support/package.ts';
import { pathOf } from '../support/programs.ts';
import { serveFolder } from '../support/served-folder.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

describeInstalled('the templates', () => {
  const home = emptyFolder();
  const app = join(home, 'my-shop');

  /** Templates are installed for this test alone. */
  const spin = (cwd: string, ...args: string[]) =>
    run(cwd, 'env', [`SPIN_DATA_DIR=${join(home, 'data')}`, 'spin', ...args]);

  /** What the registry would give after a release. */
  const takePacked = (folder: string) => {
    const file = join(folder, 'package.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"^0.1.0"', JSON.stringify(`file:${packed()}`)));
  };

  afterAll(() => rmSync(home, { recursive: true }));

  it.skipIf(pathOf('spin') === undefined)(
    'make an app, and add components and sidecars to one (skipped without spin)',
    { timeout: 600_000 },
    async () => {
      spin(home, 'templates', 'install', '--dir', root);
      spin(home, 'new', '-t', 'sidecars-ts', 'my-shop', '--accept-defaults', '--no-vcs');
      spin(app, 'add', '-t', 'sidecars-ts', 'second', '--accept-defaults', '--value', 'http-path=/second/...');
      // the first template has /metrics and /health already
      const manifest = join(app, 'spin.toml');
      const own = readFileSync(manifest, 'utf8');
      const from = own.indexOf('[[trigger.http]]\nroute = "/metrics"');
      const to = own.indexOf('[[trigger.http]]\nroute = "/second/..."');
      writeFileSync(manifest, own.slice(0, from) + own.slice(to));
      spin(app, 'add', '-t', 'sidecars', 'watch', '--accept-defaults', '--value', 'components=my-shop,second');
      for (const folder of [app, join(app, 'second'), join(app, 'watch')]) takePacked(folder);
      spin(app, 'build');
      const served = await serveFolder(app);
      try {
        expect(await (await fetch(`${served.url}/?language=no`)).text()).toBe('Hei!');
        expect(await (await fetch(`${served.url}/second/`)).text()).toBe('Hello!');
        expect((await fetch(`${served.url}/health`)).status).toBe(200);
        expect(await (await fetch(`${served.url}/ready`)).json()).toMatchObject({ status: 'healthy' });
        const exposed = await (await fetch(`${served.url}/metrics`)).text();
        expect(exposed).toContain('\ngreetings_total{language="no"} 1\n');
        expect(exposed).toContain('http_requests_total{component="my-shop",method="GET",route="/",status="200"} ');
        expect(exposed).toContain('http_requests_total{component="second",');
      } finally {
        await served.stop();
      }
    },
  );
});
