// Node. Every benchmark, one a question.
import type { Benchmark } from './benchmark.ts';
import { monitoringCost } from './monitoring-cost.ts';
import { pushCost } from './push-cost.ts';
import { scrapeTime } from './scrape-time.ts';

export const benchmarks: Benchmark[] = [monitoringCost, pushCost, scrapeTime];
