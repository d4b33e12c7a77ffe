// npm run bench: every benchmark, as a Markdown page on standard output.
//
//   npm run bench                  all of them, some minutes
//   npm run bench -- scrape-time   those named, by file
//   npm run bench -- --tiny        a minute: shows that they run, the numbers mean nothing
import { parseArgs } from 'node:util';
import { buildBenchApp } from './app/app.ts';
import { fullSize, tinySize } from './benchmark.ts';
import { chooseBenchmarks } from './index.ts';
import { answerText, comparedWith, machine } from './report.ts';
import { missingPrograms } from './support/programs.ts';
import { runBenchmark } from './support/running.ts';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { tiny: { type: 'boolean' } }, allowPositionals: true });
  const chosen = chooseBenchmarks(positionals);
  await buildBenchApp();
  console.log(`Measured on ${machine()}. Compared with ${comparedWith()}.`);
  for (const benchmark of chosen) {
    console.log(`\n## ${benchmark.question}\n`);
    const missing = missingPrograms(benchmark.programs);
    if (missing.length > 0) console.log(`Left out: not on the PATH: ${missing.join(', ')}.`);
    else console.log(answerText(await runBenchmark(benchmark, values.tiny ? tinySize : fullSize)));
  }
}

main().catch((error: Error) => {
  console.error(`bench failed: ${error.message}`);
  process.exit(1);
});
