// npm test: installs, builds, checks the code and runs every test; the end-to-end suite a second time on real Spin
// where `spin` is on the PATH.
//
//   npm test                 everything
//   npm test -- test/sdk     only what vitest finds under these names
import { isOnPath, run } from './setup/command.mjs';
import { prepare } from './setup/prepare.mjs';

const filters = process.argv.slice(2);
prepare();
if (filters.length === 0)
  run('npx', ['--no-install', 'biome', 'check', '.'], 'biome found something: `npm run format` mends most of it');
if (filters.length === 0) run('npx', ['--no-install', 'tsc', '--noEmit'], 'the type check failed');
run('npx', ['--no-install', 'vitest', 'run', ...filters], 'tests failed');
if (filters.length === 0) {
  if (isOnPath('spin'))
    run('npx', ['--no-install', 'vitest', 'run', '--project', 'e2e'], 'tests failed on Spin', {
      SIDECARS_HOST: 'spin',
    });
  else console.log('not run on Spin: no `spin` on the PATH (the embedded host ran the same end-to-end suite)');
}
