// Node. What do probes cost, and what does a dependency that hangs do to them? Against a component that answers two bytes.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buildDir } from '../scripts/build/paths.ts';
import { startHealthApp } from '../test/support/health-app.ts';
import { until } from '../test/support/ports.ts';
import { type Benchmark, type BenchmarkSize, quantile, type Row, ratio, scaled } from './benchmark.ts';
import { load } from './support/load.ts';
import { cpuSeconds, hasProcessFiles, processAt } from './support/process.ts';
import type { Running } from './support/running.ts';

const connections = 8;
/** A saturated host may be too busy for a round of checks, and says so. */
const mayFail = 0.05;
/** Of one prober, beside a dependency that hangs. */
const hangingProbes = 100;
const probeEveryMs = 100;
/** What Kubernetes and HAProxy wait for an answer. */
const patienceMs = 1000;

const row = (what: string, unit: string): Row => ({ what, unit, values: [] });

export const health: Benchmark = {
  name: 'health',
  question: 'What do probes cost?',
  async run(size: BenchmarkSize, running: Running) {
    const empty = { source: join(buildDir, 'bench/empty-bare.wasm') };
    const app = running.add(
      await startHealthApp({
        checks: [{ kind: 'component', id: 'empty', deadlineMs: 750 }],
        others: { empty },
        // under this load a check can be too slow, and a failure costs as much as a success
        environment: { SIDECARS_HEALTH_SECONDS: '5', SIDECARS_HEALTH_FAILURES: '3' },
      }),
    );
    const paths = { empty: '/empty', live: '/health', ready: '/ready' };
    const pid = hasProcessFiles ? processAt(app.url) : undefined;
    const measured = Object.entries(paths).map(([name, path]) => ({
      path,
      rate: row(`${names[name as keyof typeof paths]}, ${connections} connections`, 'requests/s'),
      cpu: row(`${names[name as keyof typeof paths]}, CPU a request`, 'ms'),
    }));
    // on a cold host the first round of checks may take longer than it may
    await until('the app to be ready', async () => (await fetch(`${app.url}/ready`)).ok);
    const hanging = row(`1 connection, a dependency hangs: p99 of ${scaled(hangingProbes, size)} probes`, 'ms');
    for (let round = 0; round < size.rounds; round++) {
      for (const each of measured) await measure(each, app.url, size.seconds, pid);
      hanging.values.push(await probeBesideHanging(scaled(hangingProbes, size)));
    }
    const [base, ...probes] = measured;
    return {
      rows: [
        ...measured.map(({ rate }) => rate),
        ...probes.map(({ rate }) => ratio(`${rate.what}, against the empty one`, rate, base!.rate)),
        ...(pid === undefined ? [] : measured.map(({ cpu }) => cpu)),
        { ...hanging, goal: patienceMs },
      ],
      notes: [
        'liveness has no checks. readiness has its store, one component, and the drain flag, and shares what it found for 5 s. The dependency that hangs takes requests and never answers; its check has the default deadline of 500 ms and is shared for 1 s, so that most probes are answered at once and one a second is not.',
      ],
    };
  },
};

const names = { empty: 'an empty component', live: 'liveness', ready: 'readiness, results shared' };

interface Measured {
  path: string;
  rate: Row;
  cpu: Row;
}

async function measure({ path, rate, cpu }: Measured, url: string, seconds: number, pid: number | undefined) {
  const before = pid === undefined ? 0 : cpuSeconds(pid);
  const result = await load({ url: url + path }, connections, seconds, mayFail);
  rate.values.push(result.requests.average);
  if (pid !== undefined) cpu.values.push((1000 * (cpuSeconds(pid) - before)) / result.requests.total);
}

/** p99 in ms, with an app and a dependency of its own. */
async function probeBesideHanging(probes: number): Promise<number> {
  const server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const app = await startHealthApp({ checks: [{ kind: 'http', name: 'hangs', url }] });
  const tookMs: number[] = [];
  try {
    await (await fetch(`${app.url}/ready`)).text();
    for (let probe = 0; probe < probes; probe++) {
      const started = performance.now();
      const response = await fetch(`${app.url}/ready`);
      await response.text();
      if (response.status !== 503) throw new Error(`/ready: found status ${response.status}, expected 503`);
      tookMs.push(performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, probeEveryMs));
    }
  } finally {
    await app.stop();
    server.closeAllConnections();
    server.close();
  }
  return quantile(tookMs, 0.99);
}
