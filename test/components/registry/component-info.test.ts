// Which components push, in which version; and the app that the exporter belongs to.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { errorOf, family } from './support/batches.ts';
import { MemoryStore } from './support/memory-store.ts';
import { type Instance, loadRegistry, type Options } from './support/registry.ts';

let instantiate: (options: Options) => Instance;
beforeAll(async () => {
  instantiate = await loadRegistry();
});

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
const at = (seconds: number) => () => BigInt(1_700_000_000 + seconds) * 1_000_000_000n;

function push(store: MemoryStore, component: string, own: string, seconds = 0): void {
  const environment = { SIDECARS_COMPONENT: component, OTEL_RESOURCE_ATTRIBUTES: `a=b,service.version=${own}` };
  instantiate({ store, environment, now: at(seconds) }).push([], []);
}

const infoIn = (store: MemoryStore) =>
  instantiate({ store })
    .text()
    .match(/^sidecars_component_info\{.*$/gm) ?? [];
const line = (component: string, own: string) =>
  `sidecars_component_info{component="${component}",registry_version="${version}"${own && `,version="${own}"`}} 1`;

describe('sidecars_component_info', () => {
  it('names every component that has pushed, with its own version and the registry’s', () => {
    const store = new MemoryStore();
    push(store, 'b', '1.0');
    push(store, 'a', '');
    push(store, 'b', '1.0');
    expect(infoIn(store)).toEqual([line('a', ''), line('b', '1.0')]);
  });

  it('has one series a component: a deployment replaces the one before, and a late push of that changes nothing', () => {
    const store = new MemoryStore();
    push(store, 'a', '1.0', 0);
    push(store, 'aa', '1.0', 0);
    expect(infoIn(store)).toHaveLength(2);
    push(store, 'a', '2.0', 5);
    expect(infoIn(store)).toEqual([line('a', '2.0'), line('aa', '1.0')]);
    push(store, 'a', '1.0', 3);
    expect(infoIn(store)).toEqual([line('a', '2.0'), line('aa', '1.0')]);
    push(store, 'a', '3.0', 6);
    push(store, 'a', '4.0', 7);
    expect(infoIn(store)).toEqual([line('a', '4.0'), line('aa', '1.0')]);
  });

  it('has none for a component without a name', () => {
    const store = new MemoryStore();
    instantiate({ store }).push([], []);
    expect(infoIn(store)).toEqual([]);
  });

  it('keeps hostile names in their quotes', () => {
    const store = new MemoryStore();
    push(store, 'say "hi",\\', '1');
    push(store, 'say "hi",\\', '2', 1);
    expect(infoIn(store)).toEqual([line('say \\"hi\\",\\\\', '2')]);
  });
});

describe('target_info', () => {
  const info = (environment: Record<string, string>) =>
    /^target_info.*$/m.exec(instantiate({ store: new MemoryStore(), environment }).text())?.[0];

  it('is the app as OpenTelemetry’s variables describe it', () => {
    expect(
      info({
        OTEL_SERVICE_NAME: 'shop',
        OTEL_RESOURCE_ATTRIBUTES: 'service.version=1%2e2, 1x=ä , k%=%4,service.name=x',
      }),
    ).toBe('target_info{_x="ä",k_="%4",service_name="shop",service_version="1.2"} 1');
  });

  it('is absent where nothing is known, and what is no attribute is left out', () => {
    expect(info({})).toBeUndefined();
    expect(info({ OTEL_RESOURCE_ATTRIBUTES: 'nonsense,=x,,' })).toBeUndefined();
  });
});

describe('sidecars_registry_start_time_seconds', () => {
  it('stays what it was when the registry began', () => {
    const store = new MemoryStore();
    const start = (seconds: number) =>
      /^sidecars_registry_start_time_seconds (.*)$/m.exec(instantiate({ store, now: at(seconds) }).text())![1];
    expect(start(0)).toBe('1700000000');
    push(store, 'a', '1', 50);
    expect(start(100)).toBe('1700000000');
  });
});

it.each(['sidecars_component_info', 'target_info'])('%s is a name that nobody else can push', (name) => {
  const registry = instantiate({ store: new MemoryStore() });
  expect(errorOf(() => registry.push([family('gauge', name, [])], []))).toContain('keeps this name for itself');
});
