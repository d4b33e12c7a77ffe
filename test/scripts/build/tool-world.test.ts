import { componentEmbed } from '@bytecodealliance/jco';
import { describe, expect, it } from 'vitest';
import { toolWorld, toolWorldName } from '../../../scripts/build/tool-world.ts';
import { ownPackages } from '../../../scripts/build/wit.ts';
import { witPackages } from '../../../scripts/build/wit-package.ts';

const world = (...imports: string[]) => toolWorld(imports, ownPackages());
const emptyModule = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

describe('toolWorld', () => {
  it('imports what the code imports and nothing else', () => {
    const text = world('sidecars:metrics/registry@0.1.0', 'wasi:cli/environment@0.2.10');
    expect(text.match(/^ {4}(im|ex)port .*$/gm)).toEqual([
      '    import sidecars:metrics/registry@0.1.0;',
      '    import wasi:cli/environment@0.2.10;',
      '    export wasi:http/incoming-handler@0.2.10;',
    ]);
  });

  it('has the packages that are reached and no other', () => {
    const packages = [...world().matchAll(/^package (.*) \{$/gm)].map(([, id]) => id).sort();
    expect(packages).toEqual(['wasi:clocks@0.2.10', 'wasi:http@0.2.10', 'wasi:io@0.2.10']);
  });

  it('is WIT to the component tools', async () => {
    const witSource = world(
      'wasi:cli/stdout@0.2.10',
      'wasi:keyvalue/atomics@0.2.0-draft2',
      'fermyon:spin/postgres@2.0.0',
    );
    const embedded = await componentEmbed({ binary: emptyModule, witSource, world: toolWorldName });
    expect(embedded.length).toBeGreaterThan(emptyModule.length);
  });

  it('takes an interface of a package that is known in part', () => {
    const llm = witPackages(['package fermyon:spin@2.0.0;\ninterface llm { infer: func(); }'], 'llm');
    expect(toolWorld(['fermyon:spin/llm@2.0.0'], [...ownPackages(), ...llm])).toContain('interface llm');
  });

  it('names an import that no WIT has, and what to do', () => {
    expect(() => world('fermyon:spin/llm@2.0.0')).toThrow(
      /^import "fermyon:spin\/llm@2\.0\.0": found in no WIT; package fermyon:spin@2\.0\.0 has key-value, .*; give the file or folder that has it with --wit$/,
    );
    expect(() => world('acme:shop/cart@1.0.0')).toThrow(
      /known packages: fermyon:spin@2\.0\.0, sidecars:metrics@0\.1\.0, /,
    );
    expect(() => world('fs')).toThrow(
      /the engine has no modules to import: bundle it, or use a package that needs no Node$/,
    );
  });
});
