import { describe, expect, it } from 'vitest';
import { missingDependency } from '../../../../scripts/cli/build/missing-dependency.ts';

const component = (...dependencies: string[]) => ({
  id: 'shop',
  manifest: '/app/spin.toml',
  source: '/app/shop.wasm',
  buildFolder: '/app',
  isProfiled: false,
  dependencies,
});
const imports = ['sidecars:metrics/registry@0.1.0', 'wasi:cli/stdout@0.2.10'];

describe('missingDependency', () => {
  it('says what the manifest lacks', () => {
    expect(missingDependency(component('other:x@1'), imports)).toBe(
      'spin.toml: component "shop" imports sidecars:metrics/registry@0.1.0 and has no dependency "sidecars:metrics@0.1.0", so no host will load it; add one as docs/building.md shows',
    );
  });

  it('says nothing when it is there, or not needed', () => {
    expect(missingDependency(component('sidecars:metrics@0.1.0'), imports)).toBeUndefined();
    expect(missingDependency(component('sidecars:metrics/registry@0.1.0'), imports)).toBeUndefined();
    expect(missingDependency(component(), ['wasi:cli/stdout@0.2.10'])).toBeUndefined();
  });
});
