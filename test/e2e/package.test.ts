// The npm package: what is in it, whether it installs without scripts, whether each of its parts works from there.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { guestModules, nodeModules } from '../../scripts/package/layout.ts';
import { describeInstalled, emptyFolder, install, packageJson, packed, run } from '../support/package.ts';
import { profileWhile } from '../support/pprof.ts';
import { serveFolder } from '../support/served-folder.ts';

const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));
const compilers = fileURLToPath(new URL('../../node_modules/', import.meta.url));

const maxPackedBytes = 30e6;

const profiler = `
[[trigger.http]]
route = "/debug/pprof/..."
component = "profiler"
[component.profiler]
source = "node_modules/spin-sidecars/dist/components/profiler.wasm"
key_value_stores = ["default"]
dependencies_inherit_configuration = true
files = [
  { source = "build/profiles", destination = "/profiles" },
  { source = "spin.toml", destination = "/spin.toml" },
]
[component.profiler.environment]
ENABLE_PROFILING = "true"
[component.profiler.dependencies]
"sidecars:metrics@0.1.0" = { path = "node_modules/spin-sidecars/dist/components/registry.wasm" }
`;

describeInstalled('the package', () => {
  const project = emptyFolder();
  const at = join(project, 'node_modules', packageJson.name);
  const spinSidecars = (...args: string[]) => run(project, 'npx', ['spin-sidecars', ...args]);

  beforeAll(() => {
    writeFileSync(join(project, 'package.json'), '{ "name": "empty", "type": "module" }');
    install(project);
  });

  afterAll(() => rmSync(project, { recursive: true }));

  it('is no larger than it may be', () => {
    expect(statSync(packed()).size).toBeLessThan(maxPackedBytes);
  });

  it('has every file that its exports name, and exports every module that it has', () => {
    const { exports, typesVersions, bin, config } = packageJson;
    const modules = Object.keys(exports).filter((name) => typeof exports[name] === 'object');
    expect(modules.sort()).toEqual([...Object.keys(guestModules), ...Object.keys(nodeModules)].sort());
    const files = [
      ...modules.flatMap((name) => Object.values<string>(exports[name])),
      ...Object.values<string[]>(typesVersions['*']).flat(),
      ...Object.values<string>(bin),
      join(config.witDependencies[0].witPath, 'tool.wit'),
      'dist/wit/registry.wit',
    ];
    for (const file of files) expect(existsSync(join(at, file)), file).toBe(true);
    const older = Object.keys(typesVersions['*']).map((name) => `./${name}`);
    expect(['.', ...older].sort()).toEqual(modules);
  });

  it('needs no script: none of ours, and what others have for their install is not run', () => {
    const { packages } = JSON.parse(readFileSync(join(project, 'node_modules/.package-lock.json'), 'utf8'));
    const { install: own, postinstall, preinstall } = packageJson.scripts;
    expect([own, postinstall, preinstall]).toEqual([undefined, undefined, undefined]);
    const withScripts = Object.keys(packages).filter((path) => packages[path].hasInstallScript);
    expect(withScripts).toEqual(['node_modules/esbuild']);
  });

  it('has the components with their digests', () => {
    const folder = join(at, 'dist/components');
    const lines = readFileSync(join(folder, 'SHA256SUMS'), 'utf8').trim().split('\n');
    for (const line of lines) {
      const [digest, file] = line.split('  ');
      expect(
        createHash('sha256')
          .update(readFileSync(join(folder, file!)))
          .digest('hex'),
        file,
      ).toBe(digest);
    }
    expect(lines.map((line) => line.split('  ')[1])).toEqual([
      'health-check.wasm',
      'host-telemetry.wasm',
      'http-observer.wasm',
      'profiler.wasm',
      'prometheus-exporter.wasm',
      'readiness-check.wasm',
      'registry-redis.wasm',
      'registry.wasm',
    ]);
  });

  it.each([
    ['bundler', ['typescript/lib/tsc.js', '--module', 'esnext', '--moduleResolution', 'bundler']],
    ['nodenext', ['typescript/lib/tsc.js', '--module', 'nodenext', '--moduleResolution', 'nodenext']],
    // Spin's http-ts template has this one; TypeScript 7 has it no more
    ['node10', ['typescript-compiler-api/lib/tsc.js', '--moduleResolution', 'node10', '--ignoreDeprecations', '6.0']],
  ])('has types, also to TypeScript with the module resolution %s', (_, [compiler, ...args]) => {
    cpSync(join(fixtures, 'package/types.ts'), join(project, 'types.ts'));
    const common = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--lib', 'es2022,dom'];
    expect(run(project, process.execPath, [join(compilers, compiler!), ...common, ...args, 'types.ts'])).toBe('');
  });

  it('has types without an error of their own', () => {
    writeFileSync(join(project, 'sdk.ts'), `import 'spin-sidecars'; import 'spin-sidecars/health';`);
    const args = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2022,dom', '--module', 'nodenext'];
    expect(run(project, process.execPath, [join(compilers, 'typescript/lib/tsc.js'), ...args, 'sdk.ts'])).toBe('');
  });

  it('imports on Node where it is for Node', () => {
    const code = `import { startHost } from 'spin-sidecars/host'; import { sidecars } from 'spin-sidecars/esbuild'; console.log(typeof startHost, typeof sidecars)`;
    expect(run(project, process.execPath, ['--input-type=module', '-e', code])).toBe('function function\n');
  });

  it('says what it can, and what is wrong, in a line', () => {
    expect(spinSidecars('--help')).toMatch(/^usage: spin-sidecars COMMAND[\s\S]*\n {2}build {3}[\s\S]*\n {2}up /);
    expect(() => spinSidecars('deploy')).toThrow(/error: found command "deploy", expected one of build, up\n/);
    expect(() => spinSidecars('up', '--manifest', 'lost.toml')).toThrow(
      /error: .*lost\.toml: found no readable manifest/,
    );
  });

  it('lists what its files are made of', () => {
    const list = readFileSync(join(at, 'dist/THIRD-PARTY-LICENSES.md'), 'utf8');
    for (const part of ['acorn', 'assemblyscript', 'SpiderMonkey', 'OpenSSL', 'pprof-format', 'smol-toml']) {
      expect(list).toMatch(new RegExp(`^\\| \\[?${part}\\b`, 'm'));
    }
  });
});

describeInstalled('a project in the shape of Spin’s http-ts template', () => {
  const project = emptyFolder();

  beforeAll(() => {
    cpSync(join(fixtures, 'http-ts'), project, { recursive: true });
    install(project, '@spinframework/build-tools@1.0.7', '@spinframework/wasi-http-proxy@1.0.1');
  });

  afterAll(() => rmSync(project, { recursive: true }));

  it.each([
    ['spin-sidecars build', ['npx', 'spin-sidecars', 'build']],
    ['a build of its own with the plugin', ['npm', 'run', 'build']],
    ['Spin’s build tools with the plugin', ['npm', 'run', 'build:j2w']],
  ])('is built by %s and counts its requests', async (_, [command, ...args]) => {
    rmSync(join(project, 'dist'), { recursive: true, force: true });
    run(project, command!, args);
    const app = await serveFolder(project);
    try {
      expect(await (await fetch(`${app.url}/hello/you`)).text()).toBe('"Hello, you!"');
      const exposed = await (await fetch(`${app.url}/metrics`)).text();
      expect(exposed).toContain('\ngreetings_total 1\n');
      expect(exposed).toContain(
        'http_requests_total{component="greeter",method="GET",route="/hello/:name",status="200"} 1\n',
      );
    } finally {
      await app.stop();
    }
  });

  it('is profilable when its environment says so', async () => {
    const manifest = readFileSync(join(project, 'spin.toml'), 'utf8');
    const profiled = manifest.replace('SIDECARS_COMPONENT = "greeter"', '$&\nENABLE_PROFILING = "true"');
    writeFileSync(join(project, 'spin.toml'), profiled + profiler);
    expect(run(project, 'npx', ['spin-sidecars', 'build'])).toMatch(/with safepoints/);
    const app = await serveFolder(project);
    try {
      const { samples } = await profileWhile(app.url, 2, async () =>
        expect(await (await fetch(`${app.url}/sorted`)).json()).toBe(20_000),
      );
      expect(samples.flatMap(({ frames }) => frames).join('\n')).toMatch(/^sorted src\/index\.ts:16$/m);
    } finally {
      await app.stop();
    }
    writeFileSync(join(project, 'spin.toml'), manifest);
    run(project, 'npx', ['spin-sidecars', 'build']);
    expect(existsSync(join(project, 'build/profiles/greeter.json'))).toBe(false);
  });

  it('has a mistake named by its place', () => {
    writeFileSync(join(project, 'src/wrong.ts'), `import { x } from './nowhere';\nconsole.log(x);`);
    expect(() => run(project, 'npx', ['spin-sidecars', 'build', 'src/wrong.ts'])).toThrow(
      /error: Build failed with 1 error:\nsrc\/wrong\.ts:1:18: ERROR: Could not resolve "\.\/nowhere"/,
    );
    writeFileSync(join(project, 'src/wrong.ts'), `throw new Error('at build time');`);
    expect(() => run(project, 'npx', ['spin-sidecars', 'build', 'src/wrong.ts'])).toThrow(/Error: at build time/);
  });
});
