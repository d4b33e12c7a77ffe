// docs/tutorial-existing-app.md, followed to the letter with the packed package and Spin's own build tools.
import { expect, it } from 'vitest';
import { describeInstalled } from '../support/package.ts';
import { follow } from '../support/tutorial.ts';

describeInstalled('docs/tutorial-existing-app.md', () => {
  it('leads from an app of Spin’s template to its metrics, without and with its code', {
    timeout: 600_000,
  }, async () => {
    const run = await follow('tutorial-existing-app.md');
    await run.stop();
    for (const { found, promised } of run.outputs) expect(found).toBe(promised);
    expect(run.outputs.length).toBe(2);
    expect(run.missing).toEqual([]);
  });
});
