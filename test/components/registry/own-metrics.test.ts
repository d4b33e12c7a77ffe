// The registry's own metrics: compiled, but named by the catalogue.
import { beforeAll, describe, expect, it } from 'vitest';
import * as http from '../../../catalogue/http.ts';
import { catalogue } from '../../../catalogue/index.ts';
import { droppedSamples, folds } from '../../../catalogue/registry.ts';
import { type ExposedFamily, parseFamilies } from '../../support/families.ts';
import { MemoryStore } from './support/memory-store.ts';
import { type Instance, loadRegistry, type Options } from './support/registry.ts';

let instantiate: (options: Options) => Instance;
let own: Map<string, ExposedFamily>;

beforeAll(async () => {
  instantiate = await loadRegistry();
  const environment = {
    SIDECARS_COMPONENT: 'exporter',
    OTEL_SERVICE_NAME: 'app',
    OTEL_RESOURCE_ATTRIBUTES: 'service.version=1.2,deployment.environment.name=test',
  };
  const registry = instantiate({ store: new MemoryStore(), environment });
  registry.push([], []);
  const text = registry.text();
  own = new Map(parseFamilies(text).map((family) => [family.name, family]));
});

describe('a registry without foreign metrics', () => {
  it('exposes what the catalogue says that it records, and nothing else', () => {
    const catalogued = [...catalogue.values()].filter(({ source }) => source === 'registry');
    expect([...own.keys()].sort()).toEqual(catalogued.map(({ name }) => name).sort());
    for (const { name, kind, help, labels } of catalogued) {
      expect(own.get(name)).toMatchObject({ kind, help });
      for (const series of own.get(name)!.series) {
        expect(Object.keys(series.labels), name).toEqual(labels.map((label) => label.name));
      }
    }
  });

  it.each([
    [droppedSamples, 'reason'],
    [folds, 'outcome'],
  ] as const)('shows every value of the label of $name from zero', ({ name, labels }, label) => {
    const values = own.get(name)!.series.map((series) => series.labels[label]);
    expect(values.sort()).toEqual([...labels[0].values].sort());
  });
});

describe('an HTTP request', () => {
  it('has every method of the catalogue as it is, and any other as the last of them', () => {
    const registry = instantiate({ store: new MemoryStore() });
    const request = { component: 'a', route: '/', status: 200, durationSeconds: 0, requestBytes: 0, responseBytes: 0 };
    const sent = [...http.methodLabel.values.slice(0, -1), 'get', 'PURGE', ''];
    registry.push([], [], { requests: sent.map((method) => ({ ...request, method, exemplar: [] })) });
    const family = parseFamilies(registry.text()).find(({ name }) => name === http.requests.name)!;
    expect(family.series.map(({ labels }) => labels.method).sort()).toEqual([...http.methodLabel.values].sort());
  });
});
