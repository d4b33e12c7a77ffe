import { Gauge } from 'prom-client';
import { beforeEach, describe, expect, it } from 'vitest';
import { metrics } from '../../../sdk/metrics/index.ts';
import { warmMetrics } from '../../../sdk/metrics/warm.ts';
import { changesIn, serveRequest, startBuild } from './support/guest.ts';

beforeEach(startBuild);

describe('what the top level does', () => {
  it('stays as far as it is set, and begins at 0 where it counts', async () => {
    const info = new Gauge({ name: 'build_info', help: 'Build', labelNames: ['version'] });
    info.set({ version: '1.2' }, 1);
    const counter = metrics.counter('c_total', { help: 'C', labelNames: ['status'] });
    counter.inc({ status: 'ok' }, 0);
    counter.inc({ status: 'error' }, 5);
    const moved = metrics.gauge('moved', { help: 'M', labelNames: ['a'] });
    moved.inc({ a: 'x' });
    const histogram = metrics.histogram('h', { help: 'H', labelNames: ['a'] });
    histogram.zero({ a: 'x' });
    histogram.observe({ a: 'y' }, 1);
    const push = await serveRequest(() => counter.inc({ status: 'ok' }));
    expect(changesIn(push)).toEqual({
      'build_info{version="1.2"}': ['set', 1],
      'c_total{status="ok"}': ['add', 1],
      'c_total{status="error"}': ['add', 0],
      'moved{a="x"}': ['add', 0],
      'h{a="x"}': ['observe', []],
      'h{a="y"}': ['observe', []],
    });
    expect(push.exemplars).toEqual([]);
  });

  it('leaves nothing when it is reset, as warm-ups do', async () => {
    const counter = metrics.counter('c_total', { help: 'C' });
    counter.inc({ a: 'x' });
    counter.reset();
    expect(await serveRequest(() => {})).toEqual({ families: [], samples: [], exemplars: [] });
  });

  it('does not come again in a second request of the same instance', async () => {
    metrics.gauge('build_info', { help: 'Build' }).set({ version: '1.2' }, 1);
    await serveRequest(() => {});
    expect((await serveRequest(() => {})).samples).toEqual([]);
  });
});

it('the warm-up of the metrics leaves nothing behind, though every path has run', async () => {
  warmMetrics();
  expect(await serveRequest(() => {})).toEqual({ families: [], samples: [], exemplars: [] });
});
