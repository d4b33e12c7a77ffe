import { defineConfig } from 'vitest/config';

const local = (path: string) => new URL(path, import.meta.url).pathname;

/** The end-to-end suite has a running app, the rest has none: two projects, each with its own setup. */
export default defineConfig({
  resolve: {
    alias: {
      'spin-sidecars': local('./sdk/index.ts'),
      'ftl-sdk': local('./sdk/index.ts'),
      // What a host provides to a guest: stand-ins that remember what was asked of them.
      'sidecars:metrics/registry@0.1.0': local('./test/support/guest/registry.ts'),
      'wasi:cli/environment@0.2.10': local('./test/support/guest/environment.ts'),
      'fermyon:spin/variables@2.0.0': local('./test/support/guest/variables.ts'),
    },
  },
  test: {
    testTimeout: 30_000,
    // Spin compiles every component when it starts.
    hookTimeout: 300_000,
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: ['test/e2e/**'] } },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/e2e/setup.ts',
          fileParallelism: false,
        },
      },
    ],
  },
});
