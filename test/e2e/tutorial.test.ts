// docs/tutorial.md, followed to the letter with the packed package: files written, commands run, outputs compared.
import { expect, it } from 'vitest';
import { describeInstalled } from '../support/package.ts';
import { follow } from '../support/tutorial.ts';

/** The promise of the page, install included, on the embedded host; Spin compiles longer. */
const maxSeconds = 300;

describeInstalled('docs/tutorial.md', () => {
  it('leads from an empty folder to a scraped app in under five minutes', { timeout: 600_000 }, async ({
    annotate,
  }) => {
    const run = await follow('tutorial.md');
    await run.stop();
    await annotate(`${run.seconds.toFixed(0)} s${run.missing.length > 0 ? `; not there: ${run.missing}` : ''}`);
    for (const { found, promised } of run.outputs) expect(found).toBe(promised);
    expect(run.outputs.length).toBe(run.missing.includes('prometheus') ? 1 : 2);
    expect(run.seconds).toBeLessThan(maxSeconds);
  });
});
