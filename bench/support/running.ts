// Node. What a benchmark has started. It ends with the benchmark, however that ends.
import type { Answer, Benchmark, BenchmarkSize } from '../benchmark.ts';

export interface Stoppable {
  stop(): Promise<void>;
}

export class Running {
  readonly #started: Stoppable[] = [];

  add<T extends Stoppable>(started: T): T {
    this.#started.push(started);
    return started;
  }

  /** Last started, first stopped. */
  async stop(): Promise<void> {
    for (const started of this.#started.splice(0).reverse()) await started.stop();
  }
}

export async function runBenchmark(benchmark: Benchmark, size: BenchmarkSize): Promise<Answer> {
  const running = new Running();
  try {
    return await benchmark.run(size, running);
  } finally {
    await running.stop();
  }
}
