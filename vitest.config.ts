import { defineConfig } from 'vitest/config';

const local = (path: string) => new URL(path, import.meta.url).pathname;

/** The end-to-end suite has a running app, the rest has none: two projects, each with its own setup. */
export default defineConfig({
  resolve: {
    alias: [
      { find: 'spin-sidecars/health', replacement: local('./sdk/health/index.ts') },
      { find: 'spin-sidecars', replacement: local('./sdk/index.ts') },
      { find: 'ftl-sdk', replacement: local('./sdk/index.ts') },
      // As the build does it; the untouched package is `prom-client/index.js`.
      { find: /^prom-client$/, replacement: local('./sdk/metrics/prom-client.ts') },
      // What a host provides to a guest: stand-ins that remember what was asked of them.
      { find: 'sidecars:metrics/registry@0.1.0', replacement: local('./test/support/guest/registry.ts') },
      { find: 'sidecars:metrics/profiles@0.1.0', replacement: local('./test/support/guest/profiles.ts') },
      { find: 'wasi:cli/environment@0.2.10', replacement: local('./test/support/guest/environment.ts') },
      { find: 'wasi:keyvalue/store@0.2.0-draft2', replacement: local('./test/support/guest/key-value.ts') },
      { find: 'wasi:keyvalue/atomics@0.2.0-draft2', replacement: local('./test/support/guest/key-value.ts') },
      { find: 'fermyon:spin/redis@2.0.0', replacement: local('./test/support/guest/redis.ts') },
      { find: 'fermyon:spin/sqlite@2.0.0', replacement: local('./test/support/guest/sqlite.ts') },
      { find: 'fermyon:spin/postgres@2.0.0', replacement: local('./test/support/guest/postgres.ts') },
      { find: 'wasi:cli/stdout@0.2.10', replacement: local('./test/support/guest/output.ts') },
      { find: 'wasi:cli/stderr@0.2.10', replacement: local('./test/support/guest/output.ts') },
      { find: 'fermyon:spin/variables@2.0.0', replacement: local('./test/support/guest/variables.ts') },
    ],
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
