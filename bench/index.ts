// Node. Every benchmark, one a question.
import { alternatives } from './alternatives.ts';
import type { Benchmark } from './benchmark.ts';
import { foldCost } from './fold-cost.ts';
import { health } from './health.ts';
import { hostTelemetry } from './host-telemetry.ts';
import { logCost } from './log-cost.ts';
import { logsAndTraces } from './logs-and-traces.ts';
import { monitoringCost } from './monitoring-cost.ts';
import { observerCost } from './observer-cost.ts';
import { profiling } from './profiling.ts';
import { pushCost } from './push-cost.ts';
import { scrapeMemory } from './scrape-memory.ts';
import { scrapeTime } from './scrape-time.ts';
import { writeAmplification } from './write-amplification.ts';

export const benchmarks: Benchmark[] = [
  monitoringCost,
  observerCost,
  logsAndTraces,
  profiling,
  logCost,
  pushCost,
  foldCost,
  writeAmplification,
  scrapeTime,
  scrapeMemory,
  hostTelemetry,
  health,
  alternatives,
];

/** Those with these names, all when none is given. Throws on a name that no benchmark has. */
export function chooseBenchmarks(chosen: string[]): Benchmark[] {
  const known = benchmarks.map(({ name }) => name);
  const wrong = chosen.find((name) => !known.includes(name));
  if (wrong !== undefined) throw new Error(`found "${wrong}", expected one of ${known.join(', ')}`);
  return benchmarks.filter(({ name }) => chosen.length === 0 || chosen.includes(name));
}
