// Guest, build time. Runs everything of the metrics once that a request runs, on metrics that nobody sees, so that it is
// compiled and frozen into the component. See ARCHITECTURE.md, "Warm at build time".
import { setRequestTrace } from '../trace-context.ts';
import { batchOf } from './collect.ts';
import { Counter } from './counter.ts';
import { Gauge } from './gauge.ts';
import { Histogram } from './histogram.ts';
import type { Metric } from './metric.ts';
import { Registry } from './registry.ts';

const sampled = '00-00000000000000000000000000000001-0000000000000001-01';

export function warmMetrics(): void {
  const registers = [new Registry()];
  const options = { help: 'Warm-up.', registers, enableExemplars: true };
  const counter = new Counter({ ...options, name: 'warm_total', labelNames: ['a'] });
  const open = new Counter({ help: 'Warm-up.', name: 'open_total', registers: [new Registry()], openLabels: true });
  const gauge = new Gauge({ ...options, name: 'warm', labelNames: ['a'] });
  const histogram = new Histogram({ ...options, name: 'warm_seconds', labelNames: ['a'], buckets: [1] });
  const metrics = [counter, open, gauge, histogram];
  for (const a of ['x', 'y']) {
    counter.inc({ labels: { a }, exemplarLabels: { a } });
    counter.labels(a).inc();
    open.inc({ a });
    gauge.inc({ a });
    gauge.set({ a }, 1);
    gauge.labels({ a }).dec();
    for (const value of [0, 1, 2, 3, 4]) histogram.observe({ labels: { a }, value });
  }
  histogram.labels('x').observe(1);
  setRequestTrace(sampled);
  batchOf(new Set(metrics as unknown as Metric[]), new Set());
  setRequestTrace(null);
  for (const metric of metrics) {
    metric.reset();
    for (const registry of metric.own.registries) registry.clear();
  }
}
