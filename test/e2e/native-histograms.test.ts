// A real Prometheus takes native histograms and exemplars from /metrics, and its answers are the truth.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildComponent } from '../../scripts/build/component.ts';
import { type App, startApp } from '../support/app.ts';
import { until } from '../support/ports.ts';
import { describeWith } from '../support/programs.ts';
import { type Prometheus, startPrometheus } from '../support/prometheus.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** A bucket ends where the next begins, so many times further. */
const growth = 2 ** (1 / 8);

/** From a millisecond to ten seconds, evenly by logarithm, none on a bound. */
const values = Array.from({ length: 1000 }, (_, at) => 10 ** (-3 + (4 * (at + 0.5)) / 1000));

interface ExemplarSeries {
  seriesLabels: Record<string, string>;
  exemplars: { labels: Record<string, string>; value: string; timestamp: number }[];
}

describeWith(['prometheus'], 'a Prometheus with native histograms and exemplars', () => {
  let app: App;
  let prometheus: Prometheus;

  beforeAll(async () => {
    await buildComponent({
      name: 'fixtures/native',
      folder: 'test/fixtures/native',
      language: 'typescript',
      world: 'instrumented',
    });
    app = await startApp({ manifest: join(root, 'test/fixtures/native/spin.toml') });
    for (let from = 0; from < values.length; from += 100) {
      const body = JSON.stringify({ values: values.slice(from, from + 100), traceId: `trace-${from}` });
      const response = await fetch(`${app.url}/observe`, { method: 'POST', body });
      expect(await response.text()).toBe('counted\n');
    }
    prometheus = await startPrometheus(app.url, { flags: ['--enable-feature=native-histograms,exemplar-storage'] });
    const count = async () => (await prometheus.query('histogram_count(fixture_native_seconds)')) === values.length;
    await until('the histogram to be scraped', count);
  });

  afterAll(async () => {
    await prometheus?.stop();
    await app?.stop();
  });

  it.each([0.01, 0.25, 0.5, 0.9, 0.99])(
    'answers histogram_quantile(%f) within a bucket of the truth',
    async (quantile) => {
      const truth = values[Math.ceil(quantile * values.length) - 1]!;
      const answer = await prometheus.query(`histogram_quantile(${quantile}, fixture_native_seconds)`);
      expect(answer / truth).toBeGreaterThan(1 / growth);
      expect(answer / truth).toBeLessThan(growth);
    },
  );

  it('knows the sum, and every other metric as before', async () => {
    const sum = values.reduce((total, value) => total + value);
    expect((await prometheus.query('histogram_sum(fixture_native_seconds)')) / sum).toBeCloseTo(1, 10);
    expect(await prometheus.query('fixture_classic_seconds_bucket{le="0.1"}')).toBe(500);
    expect(await prometheus.query('sidecars_registry_pushes_total')).toBeGreaterThanOrEqual(10);
    expect(await prometheus.target()).toMatchObject({ health: 'up', lastError: '' });
  });

  it('has an exemplar of each bucket, the newest', async () => {
    const found = async () => {
      const now = Date.now() / 1000;
      const range = `start=${now - 600}&end=${now + 60}`;
      return prometheus.api<ExemplarSeries[]>(`query_exemplars?query=fixture_classic_seconds_bucket&${range}`);
    };
    await until('exemplars', async () => (await found()).length > 0);
    const byBound = (await found()).map(({ seriesLabels, exemplars }) => [seriesLabels.le, exemplars.at(-1)!] as const);
    const traces = Object.fromEntries(byBound.map(([le, { labels }]) => [le, labels.trace_id]));
    // each push brings its last, largest value
    expect(traces).toEqual({ '0.01': 'trace-100', '0.1': 'trace-400', '1.0': 'trace-600', '10.0': 'trace-900' });
    for (const [le, { value }] of byBound) expect(Number(value)).toBeLessThanOrEqual(Number(le));
  });
});
