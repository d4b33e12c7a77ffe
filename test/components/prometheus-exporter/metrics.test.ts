import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recordScrape } from '../../../components/prometheus-exporter/metrics.ts';
import { lastPush, registry } from '../../support/guest/registry.ts';

beforeEach(() => registry.reset());
afterEach(() => vi.restoreAllMocks());

describe('the metrics of a scrape', () => {
  it('are pushed with every other outcome at 0, so that an alert sees the first one', () => {
    recordScrape({ outcome: 'ok', rendered: { seconds: 0.25, bytes: 5000 } });
    expect(lastPush()).toEqual({
      'sidecars_scrapes_total{outcome="ok"}': 1,
      'sidecars_scrapes_total{outcome="failed"}': 0,
      'sidecars_scrapes_total{outcome="too_slow"}': 0,
      'sidecars_scrapes_total{outcome="unauthorized"}': 0,
      'sidecars_scrape_duration_seconds{}': [0.25],
      'sidecars_scrape_size_bytes{}': [5000],
    });
  });

  it('know neither time nor size of what was not rendered', () => {
    recordScrape({ outcome: 'unauthorized' });
    expect(Object.keys(lastPush()).every((series) => series.startsWith('sidecars_scrapes_total'))).toBe(true);
  });

  it('say when a fold is due, and cost one line when they cannot be stored', () => {
    registry.foldDue = true;
    expect(recordScrape({ outcome: 'failed' })).toBe(true);
    registry.failure = { payload: { tag: 'store', val: 'gone' } };
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(recordScrape({ outcome: 'failed' })).toBe(false);
    expect(String(log.mock.calls)).toContain(
      'the metrics of this scrape were not stored error={"type":"host error","message":"store: gone"}',
    );
  });
});
