import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  chooseComponent,
  findManifest,
  isMounted,
  type ManifestComponent,
  manifestComponents,
} from '../../../../scripts/cli/build/manifest-component.ts';

const folder = mkdtempSync(join(tmpdir(), 'sidecars-manifest-'));
const manifest = join(folder, 'spin.toml');
let components: ManifestComponent[];

beforeAll(() => {
  mkdirSync(join(folder, 'cart/src'), { recursive: true });
  writeFileSync(
    manifest,
    `spin_manifest_version = 2
[component.shop]
source = "dist/shop.wasm"
[component.shop.build]
command = "npx spin-sidecars build"
[component.cart]
source = "cart/dist/cart.wasm"
environment = { ENABLE_PROFILING = "true" }
[component.cart.build]
command = "npm run build"
workdir = "cart"
[component.cart.dependencies]
"sidecars:metrics@0.1.0" = { path = "registry.wasm" }
[component.stock]
source = "stock.wasm"
files = [{ source = "build/profiles", destination = "/profiles" }, "assets"]
[component.remote]
source = { url = "https://example.com/x.wasm", digest = "sha256:0" }
`,
  );
  components = manifestComponents(manifest);
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('manifestComponents', () => {
  it('says what a build must know of each that runs a file', () => {
    expect(components.map(({ id }) => id)).toEqual(['shop', 'cart', 'stock']);
    expect(components[0]).toMatchObject({ buildFolder: folder, isProfiled: false, dependencies: [] });
    expect(components[1]).toEqual({
      id: 'cart',
      manifest,
      source: join(folder, 'cart/dist/cart.wasm'),
      buildFolder: join(folder, 'cart'),
      isProfiled: true,
      dependencies: ['sidecars:metrics@0.1.0'],
    });
    expect(components[2]!.buildFolder).toBeUndefined();
  });
});

describe('isMounted', () => {
  it('knows the folders that the manifest mounts', () => {
    expect(isMounted(manifest, join(folder, 'build/profiles'))).toBe(true);
    expect(isMounted(manifest, join(folder, 'build'))).toBe(false);
  });
});

describe('findManifest', () => {
  it('looks in the folder and above it', () => {
    expect(findManifest(join(folder, 'cart/src'))).toBe(manifest);
    expect(findManifest(tmpdir())).toBeUndefined();
  });
});

describe('chooseComponent', () => {
  const choose = (options: { id?: string; out?: string; folder?: string }) =>
    chooseComponent(components, { folder, ...options })?.id;

  it('goes by id, by the file, by the folder, in this order', () => {
    expect(choose({ id: 'stock', out: join(folder, 'dist/shop.wasm') })).toBe('stock');
    expect(choose({ out: join(folder, 'cart/dist/cart.wasm') })).toBe('cart');
    expect(choose({ folder: join(folder, 'cart') })).toBe('cart');
    expect(choose({})).toBe('shop');
  });

  it('lets a file be written that no component runs', () => {
    expect(choose({ out: '/elsewhere.wasm' })).toBeUndefined();
  });

  it('names the choice when it cannot choose', () => {
    expect(() => choose({ id: 'card' })).toThrow(
      '--component card: found no such component with a file as source; there are: shop, cart, stock',
    );
    expect(() => choose({ folder: '/tmp' })).toThrow(
      'found no component with a build command in /tmp, expected one; say which with --component (shop, cart, stock) or what to write with --out',
    );
    const twice = [components[0]!, { ...components[0]!, id: 'twin' }];
    expect(() => chooseComponent(twice, { folder })).toThrow(/found components shop, twin with a build command/);
  });
});
