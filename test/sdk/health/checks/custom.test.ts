import { describe, expect, it } from 'vitest';
import { type CustomOptions, custom } from '../../../../sdk/health/checks/custom.ts';
import { runHere } from '../../../../sdk/health/run.ts';

const found = async (run: CustomOptions['run']) => (await runHere([custom({ name: 'own', run })]))[0]!;

describe('a check of one’s own', () => {
  it('is healthy when it returns nothing, or says so', async () => {
    expect(await found(() => {})).toMatchObject({ name: 'own', status: 'healthy' });
    expect(await found(async () => {})).toMatchObject({ status: 'healthy' });
    expect(await found(() => ({ status: 'healthy' }))).toMatchObject({ status: 'healthy' });
  });

  it('is unhealthy when it throws, says so, or makes no sense', async () => {
    expect(await found(() => Promise.reject(new Error('boom')))).toMatchObject({ status: 'unhealthy', reason: 'boom' });
    const slow = { status: 'unhealthy', reason: 'slow' } as const;
    expect(await found(() => slow)).toMatchObject(slow);
    expect(await found((() => true) as never)).toMatchObject({ status: 'unhealthy' });
  });
});
