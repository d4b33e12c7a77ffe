// Node. What does profiling cost a tool? The same handler in `serve` without safepoints (off), with them and no session
// (armed), and with a session (sampling), in turn, under the same load.
import { startBenchApp } from './app/app.ts';
import { type Benchmark, type BenchmarkSize, type Row, ratio } from './benchmark.ts';
import { load } from './support/load.ts';
import { cpuSeconds, hasProcessFiles, processAt } from './support/process.ts';
import type { Running } from './support/running.ts';

const connections = 2;
const request = {
  method: 'POST' as const,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ location: 'Oslo', days: 7 }),
};

const handlers = ['realistic', 'computing'] as const;
const states = ['off', 'armed', 'sampling'] as const;
type State = (typeof states)[number];

/** The most CPU a request should take, to that of `off`. */
const goals: Record<string, number> = { armed: 1.03, sampling: 1.15 };

interface Measured {
  path: string;
  state: State;
  /** CPU of the host process where it can be read, else time at these connections. */
  cost: Row;
}

export const profiling: Benchmark = {
  name: 'profiling',
  question: 'What does profiling cost a tool?',
  async run({ rounds, seconds }: BenchmarkSize, running: Running) {
    const { url } = running.add(await startBenchApp());
    const pid = hasProcessFiles ? processAt(url) : undefined;
    const what = pid === undefined ? 'time a request' : 'CPU a request';
    const measured = handlers.map((handler) =>
      states.map((state): Measured => {
        const path = `/${handler}-${state === 'off' ? 'wrapped' : 'profiled'}`;
        return { path, state, cost: { what: `${handler}, ${state}, ${what}`, unit: 'ms', values: [] } };
      }),
    );
    for (let round = 0; round < rounds; round++) {
      for (const ofHandler of measured) {
        // who goes first has a colder machine
        const turn = round % 3;
        for (const each of [...ofHandler.slice(turn), ...ofHandler.slice(0, turn)]) {
          each.cost.values.push(await costOf(each, url, seconds, pid));
        }
      }
    }
    return {
      rows: measured.flatMap((ofHandler, index) => {
        const [off, ...others] = ofHandler as [Measured, ...Measured[]];
        const ratios = others.map(({ state, cost }) =>
          ratio(`${handlers[index]}: ${state} / off`, cost, off.cost, goals[state]),
        );
        return [...ofHandler.map(({ cost }) => cost), ...ratios];
      }),
      notes: [
        'realistic: reads JSON, calls another component, answers half a kilobyte of JSON. computing: builds a text of 1,500 words, counts and sorts them. CPU is the whole host process; in `sampling` with the profiler that collects, at 100 Hz.',
      ],
    };
  },
};

async function costOf(
  { path, state }: Measured,
  url: string,
  seconds: number,
  pid: number | undefined,
): Promise<number> {
  const options = { ...request, url: url + path };
  await load(options, connections, 1);
  const session = state === 'sampling' ? openSession(url, seconds + 2) : undefined;
  await session?.opened;
  const before = pid === undefined ? 0 : cpuSeconds(pid);
  const started = performance.now();
  const { requests } = await load(options, connections, seconds);
  const spentMs = pid === undefined ? connections * (performance.now() - started) : 1000 * (cpuSeconds(pid) - before);
  await session?.ended;
  return spentMs / requests.total;
}

/** A profile that is thrown away. */
function openSession(url: string, seconds: number): { opened: Promise<unknown>; ended: Promise<unknown> } {
  const ended = fetch(`${url}/debug/pprof/profile?seconds=${seconds}`).then(async (response) => {
    if (!response.ok) throw new Error(`the session failed: ${response.status} ${await response.text()}`);
    await response.arrayBuffer();
  });
  return { opened: new Promise((resolve) => setTimeout(resolve, 1000)), ended };
}
