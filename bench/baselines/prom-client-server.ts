// Node, a process of its own. POST /?set=17 does the work of workload.ts, GET /metrics exposes it.
//
//   prom-client-server.ts <port> <port of the metrics> <cluster workers> <series>
import cluster from 'node:cluster';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { AggregatorRegistry, Counter, Gauge, Histogram, register } from 'prom-client';
import { buckets, duration, helps, labelNames, labels, names } from '../workload.ts';

const [port = 0, metricsPort = 0, workers = 0, series = 0] = process.argv.slice(2).map(Number);
const familySeries = 1000;
const host = '127.0.0.1';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Metrics of one process. */
function measured(): Answer {
  const calls = new Counter({ name: names.counter, help: helps.counter, labelNames });
  const queue = new Gauge({ name: names.gauge, help: helps.gauge, labelNames });
  const durations = new Histogram({ name: names.histogram, help: helps.histogram, labelNames, buckets });
  return (request, response) => {
    const set = Number(new URL(request.url!, 'http://host').searchParams.get('set'));
    calls.inc(labels(set));
    queue.set(labels(set), set);
    durations.observe(labels(set), duration(set));
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ set }));
  };
}

/** The series that bench/app/filler makes. */
function fill(): void {
  let counter: Counter | undefined;
  for (let index = 0; index < series; index++) {
    if (index % familySeries === 0) {
      const name = `bench_series_${index / familySeries}_total`;
      counter = new Counter({ name, help: 'Requests by series', labelNames: ['component', 'series'] });
    }
    counter!.inc({ component: 'bench', series: String(index) });
  }
}

function serve(port: number, work: Answer | undefined, metrics: (() => Promise<string>) | undefined): void {
  const server = createServer((request, response) => {
    if (metrics && request.method === 'GET') void metrics().then((text) => response.end(text));
    else work?.(request, response);
  });
  server.listen(port, host);
}

if (workers === 0) {
  fill();
  serve(port, measured(), () => register.metrics());
} else if (cluster.isPrimary) {
  const aggregator = new AggregatorRegistry();
  let listening = 0;
  // A worker that is not up yet never answers the aggregator, which then fails.
  cluster.on('listening', () => {
    if (++listening === workers) serve(metricsPort, undefined, () => aggregator.clusterMetrics());
  });
  for (let worker = 0; worker < workers; worker++) cluster.fork();
  process.once('SIGTERM', () => cluster.disconnect(() => process.exit(0)));
} else {
  // Made for its listener, which answers the primary.
  new AggregatorRegistry();
  serve(port, measured(), undefined);
}
