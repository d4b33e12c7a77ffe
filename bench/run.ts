// npm run bench: every benchmark, as a Markdown page on standard output.
//
//   npm run bench             about two minutes
//   npm run bench -- --tiny   seconds: shows that they run, the numbers mean nothing
import { parseArgs } from 'node:util';
import { startBenchApp } from './app/app.ts';
import { fullSize, tinySize } from './benchmark.ts';
import { benchmarks } from './index.ts';
import { machine, table } from './report.ts';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { tiny: { type: 'boolean' } } });
  const app = await startBenchApp();
  try {
    console.log(`Measured on ${machine()}.`);
    for (const { question, run } of benchmarks) {
      console.log(`\n## ${question}\n\n${table(await run(app.url, values.tiny ? tinySize : fullSize))}`);
    }
  } finally {
    await app.stop();
  }
}

main().catch((error: Error) => {
  console.error(`bench failed: ${error.message}`);
  process.exit(1);
});
