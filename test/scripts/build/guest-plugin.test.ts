// Bundles made by an esbuild build that is not ours, with the plugin in it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { type GuestOptions, guest } from '../../../scripts/build/guest-plugin.ts';
import { root } from '../../../scripts/build/paths.ts';

// below the root, where packages are found
const folder = mkdtempSync(join(root, 'build/guest-plugin-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function built(source: string, options: GuestOptions = {}, more: BuildOptions = {}) {
  const entry = join(folder, 'tool.ts');
  writeFileSync(entry, source);
  const result = await build({
    entryPoints: [entry],
    write: false,
    logLevel: 'silent',
    plugins: [guest(options)],
    metafile: true,
    ...more,
  });
  return { code: result.outputFiles![0]!.text, inputs: Object.keys(result.metafile!.inputs) };
}

const bundled = async (...build: Parameters<typeof built>) => (await built(...build)).code;

describe('the guest plugin', () => {
  it('leaves WIT imports alone and takes everything else in', async () => {
    const code = await bundled(
      `import { open } from 'wasi:keyvalue/store@0.2.0-draft2'; import { get } from 'acme:shop/cart'; import { parse } from 'smol-toml'; open(get(parse('')));`,
    );
    expect([...code.matchAll(/^import .* from "(.*)";$/gm)].map(([, name]) => name)).toEqual([
      'wasi:keyvalue/store@0.2.0-draft2',
      'acme:shop/cart',
    ]);
  });

  it('gives spin-sidecars and prom-client as one copy, with what prom-client needs of Node', async () => {
    const { inputs } = await built(
      `import { metrics } from 'spin-sidecars'; import { Counter } from 'prom-client'; console.log(metrics, Counter);`,
    );
    expect(inputs).toEqual(
      expect.arrayContaining(['sdk/metrics/counter.ts', 'sdk/metrics/prom-client.ts', 'sdk/metrics/util.ts']),
    );
    expect(inputs).not.toContain('node_modules/prom-client/index.js');
  });

  it('does not stand in for util elsewhere: who needs Node is told so', async () => {
    await expect(bundled(`import { inspect } from 'util'; console.log(inspect);`)).rejects.toThrow(
      /Could not resolve "util"/,
    );
  });

  it('keeps what the build has chosen, and refuses a format that the engine cannot run', async () => {
    const code = await bundled('console.log(process.env.NODE_ENV, X)', {}, { define: { X: '"mine"' } });
    expect(code).toContain('console.log("production", "mine")');
    await expect(bundled('', {}, { format: 'cjs' })).rejects.toThrow(/found format: "cjs", expected "esm"/);
  });

  it('tells who imports the API of OpenTelemetry, and not that our own code does', async () => {
    const importers: string[] = [];
    const onSpans = (importer: string) => importers.push(importer);
    await bundled(`import { serve } from 'spin-sidecars'; serve(() => new Response());`, { onSpans });
    expect(importers).toEqual([]);
    await bundled(`import { trace } from '@opentelemetry/api'; console.log(trace);`, { onSpans });
    expect(importers).toEqual([join(folder, 'tool.ts')]);
  });

  it('turns async functions into promises for code with spans only', async () => {
    const source =
      'export async function f(x: Promise<number>) { for await (const y of [x]) return await y; return 0; }';
    expect(await bundled(source)).toMatch(/async function f/);
    const [, own] = (await bundled(source, { hasSpans: true })).split('tool.ts\n');
    expect(own).toMatch(/^function f\(x\)/);
    expect(own).not.toMatch(/await |async /);
  });
});
