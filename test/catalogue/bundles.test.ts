// A guest carries of the catalogue what it uses and nothing else; with the SDK that is what the SDK counts or refuses.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hostExports } from '../../catalogue/host.ts';
import { catalogue } from '../../catalogue/index.ts';
import { bundleOwn } from '../../scripts/build/javascript.ts';
import { root } from '../../scripts/build/paths.ts';

const inBundle = async (component: string) => {
  const { code: source } = await bundleOwn({ entry: join(root, `components/${component}/index.ts`) });
  return [...catalogue.keys()].filter((name) => new RegExp(`\\b${name}\\b`).test(source));
};
const recordedBy = (component: string) =>
  [...catalogue.values()].filter(({ source }) => source === component).map(({ name }) => name);

/** Their definitions are checked against these names. */
const knownToSdk = [
  ...recordedBy('every component that measures'),
  ...recordedBy('registry').filter((name) => !name.startsWith('sidecars_registry_')),
];

describe('the bundle of', () => {
  it.each([
    ['mcp-gateway', knownToSdk],
    // that one it only defines, so that it is there when host-telemetry is not
    ['prometheus-exporter', [hostExports.name]],
  ])('%s has the metrics that it records', async (component, known) => {
    expect(recordedBy(component).length).toBeGreaterThan(2);
    expect((await inBundle(component)).sort()).toEqual([...recordedBy(component), ...known].sort());
  });

  it('items-ts, which records none of ours, has what the SDK knows', async () => {
    expect((await inBundle('items-ts')).sort()).toEqual(knownToSdk.sort());
  });

  it.each(['health-check', 'readiness-check'])(
    '%s has what is recorded of probes, and what it looks at',
    async (component) => {
      const probes = recordedBy('every component that answers probes');
      expect((await inBundle(component)).sort()).toEqual([...probes, 'wasm_memory_usage_bytes']);
    },
  );

  it('weather-ts has none', async () => {
    expect(await inBundle('weather-ts')).toEqual([]);
  });
});
