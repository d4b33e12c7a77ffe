// Guest, benchmarks. A wrapped tool with metrics of its own: the work of workload.ts, once a request, for `?set=17`.
import { metrics, serve } from 'spin-sidecars';
import { buckets, duration, helps, labelNames, labels, names } from '../../workload.ts';

const calls = metrics.counter(names.counter, { help: helps.counter, labelNames });
const queue = metrics.gauge(names.gauge, { help: helps.gauge, labelNames });
const durations = metrics.histogram(names.histogram, { help: helps.histogram, labelNames, buckets });

serve((request) => {
  const set = Number(new URL(request.url).searchParams.get('set'));
  calls.inc(labels(set));
  queue.set(labels(set), set);
  durations.observe(labels(set), duration(set));
  return Response.json({ set });
});
