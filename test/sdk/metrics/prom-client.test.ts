// Code that was written for prom-client on Node, as a guest runs it.

// Code that was written for prom-client on Node, as a guest runs it.
import client, * as names from 'prom-client';
import * as untouched from 'prom-client/index.js';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { serveRequest, startBuild } from './support/guest.ts';

beforeEach(startBuild);

describe('prom-client in a guest', () => {
  it('has everything that the package has', () => {
    const { default: whole, ...ours } = names as typeof names & { default: object };
    const { default: theirs } = untouched as unknown as { default: object };
    expect(Object.keys(ours).sort()).toEqual(Object.keys(theirs).sort());
    expect(whole).toEqual(ours);
  });

  it('has its buckets, content types and names', () => {
    expect(client.linearBuckets(1, 2, 3)).toEqual([1, 3, 5]);
    expect(client.exponentialBuckets(1, 2, 3)).toEqual([1, 2, 4]);
    expect(client.contentType).toBe(client.register.contentType);
    expect(client.validateMetricName('a b')).toBe(false);
    expect(new client.Histogram({ name: 'h', help: 'H', buckets: client.linearBuckets(1, 2, 3) })).toBeInstanceOf(
      untouched.Histogram,
    );
  });

  it('collects no metrics of a process that it has not, and says so once', () => {
    const log = vi.spyOn(console, 'warn').mockImplementation(() => {});
    client.collectDefaultMetrics();
    client.collectDefaultMetrics({ prefix: 'my_' });
    expect(client.collectDefaultMetrics.metricsList).toEqual([]);
    expect(log).toHaveBeenCalledOnce();
    expect(String(log.mock.calls[0])).toContain('nothing to collect');
    log.mockRestore();
  });

  it.each([
    ['Summary', () => new client.Summary({ name: 's', help: 'S' }), 'metric "s": a summary keeps quantiles'],
    ['Pushgateway', () => new client.Pushgateway('http://x'), 'Pushgateway: a guest has no Node sockets'],
    ['AggregatorRegistry', () => new client.AggregatorRegistry(), 'AggregatorRegistry: there are no workers'],
    ['aggregate', () => client.AggregatorRegistry.aggregate([]), 'AggregatorRegistry.aggregate: there are no workers'],
    ['setRegistries', () => client.AggregatorRegistry.setRegistries([]), 'setRegistries: there are no workers'],
  ])('says why there is no %s, and in a request goes on', async (_, use, message) => {
    expect(use).toThrow(message);
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const push = await serveRequest(() => void use());
    expect(push.samples.map(({ labels }) => labels.val)).toEqual([['unknown', 'definition']]);
    log.mockRestore();
  });

  it('lets what a request made of them be used', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    await serveRequest(() => {});
    const summary = new client.Summary({ name: 's', help: 'S' });
    summary.observe({ a: 'x' }, 1);
    summary.labels('x').observe(1);
    expect(summary.startTimer()()).toBe(0);
    summary.reset();
    expect((await summary.get()).values).toEqual([]);
    const gateway = new client.Pushgateway('http://x');
    await expect(gateway.pushAdd({ jobName: 'j' })).rejects.toThrow('scrape /metrics');
    expect(await new client.AggregatorRegistry().clusterMetrics()).toBe('\n');
    log.mockRestore();
  });
});
