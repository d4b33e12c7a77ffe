// A guest carries of the catalogue what it uses and nothing else.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../catalogue/index.ts';
import { bundle } from '../../scripts/build/javascript.ts';
import { root } from '../../scripts/build/paths.ts';

const inBundle = async (component: string) => {
  const source = await bundle(join(root, `components/${component}/index.ts`));
  return [...catalogue.keys()].filter((name) => new RegExp(`\\b${name}\\b`).test(source));
};
const recordedBy = (component: string) =>
  [...catalogue.values()].filter(({ source }) => source === component).map(({ name }) => name);

describe('the bundle of', () => {
  it.each(['mcp-gateway', 'prometheus-exporter'])('%s has the metrics that it records', async (component) => {
    expect(recordedBy(component).length).toBeGreaterThan(2);
    expect(await inBundle(component)).toEqual(recordedBy(component));
  });

  it.each(['weather-ts', 'health-check', 'readiness-check'])('%s has none', async (component) => {
    expect(await inBundle(component)).toEqual([]);
  });
});
