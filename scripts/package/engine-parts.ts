// Node, build time. What is inside StarlingMonkey, the engine of TypeScript components. Its npm package lists none of it, so this
// list is kept by hand; a test finds the crates and libraries that the engine's file names and fails on one that is missing.

export interface Part {
  name: string;
  version: string;
  /** SPDX expression. */
  licence: string;
  /** Where its source is, when no npm package has it. */
  source?: string;
  /** The licence in full, where it is at hand. */
  text?: string;
}

const crate = (name: string, version: string, licence: string): Part => ({
  name,
  version,
  licence,
  source: `https://crates.io/crates/${name}/${version}`,
});

export const engineParts: readonly Part[] = [
  {
    name: 'StarlingMonkey',
    version: 'of @bytecodealliance/componentize-js 0.23.0',
    licence: 'Apache-2.0 WITH LLVM-exception',
    source: 'https://github.com/bytecodealliance/StarlingMonkey',
  },
  {
    name: 'SpiderMonkey',
    version: 'of StarlingMonkey',
    licence: 'MPL-2.0',
    // its build files name the revision and the patches
    source: 'https://github.com/bytecodealliance/StarlingMonkey',
  },
  { name: 'OpenSSL', version: '3', licence: 'Apache-2.0', source: 'https://github.com/openssl/openssl' },
  { name: 'fmt', version: 'of SpiderMonkey', licence: 'MIT', source: 'https://github.com/fmtlib/fmt' },
  { name: 'zlib', version: 'of SpiderMonkey', licence: 'Zlib', source: 'https://zlib.net' },
  {
    name: 'wasi-libc, libc++ and libc++abi',
    version: 'clang 21.1.4',
    licence: 'Apache-2.0 WITH LLVM-exception AND MIT',
    source: 'https://github.com/WebAssembly/wasi-sdk',
  },
  {
    name: 'Rust standard library',
    version: 'of StarlingMonkey',
    licence: 'MIT OR Apache-2.0',
    source: 'https://github.com/rust-lang/rust',
  },
  crate('encoding_rs', '0.8.35', '(Apache-2.0 OR MIT) AND BSD-3-Clause'),
  crate('form_urlencoded', '1.2.1', 'MIT OR Apache-2.0'),
  crate('icu_collections', '1.5.0', 'Unicode-3.0'),
  crate('icu_normalizer', '1.5.0', 'Unicode-3.0'),
  crate('idna', '1.0.3', 'MIT OR Apache-2.0'),
  crate('percent-encoding', '2.3.1', 'MIT OR Apache-2.0'),
  crate('smallvec', '1.14.0', 'MIT OR Apache-2.0'),
  crate('url', '2.5.4', 'MIT OR Apache-2.0'),
  crate('winnow', '0.7.3', 'MIT'),
];
