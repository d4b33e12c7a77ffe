import { expect, it } from 'vitest';
import '../../../components/mcp-gateway/metrics.ts';
import { collectMetrics } from '../../../sdk/metrics/collect.ts';

it('the gateway’s metrics are at nothing when the component is built, though every path has run', async () => {
  expect((await collectMetrics()).samples).toEqual([]);
});
