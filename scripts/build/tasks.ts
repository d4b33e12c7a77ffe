// Node, build time. Runs build steps a few at a time and says what is going on.
import { availableParallelism } from 'node:os';

export interface Task {
  name: string;
  /** Resolves to false when there was nothing to do. */
  run: () => Promise<boolean>;
}

/**
 * Runs all tasks, as many at once as there are processors, a line for each that had something to do.
 * Throws after the running ones have ended when one failed; the message names the task.
 */
export async function runTasks(tasks: Task[], print: (line: string) => void): Promise<void> {
  const waiting = [...tasks];
  const failures: string[] = [];
  let finished = 0;
  let built = 0;
  const started = performance.now();
  const worker = async () => {
    for (let task = waiting.shift(); task && failures.length === 0; task = waiting.shift()) {
      const begun = performance.now();
      try {
        const didWork = await task.run();
        finished++;
        if (didWork) {
          built++;
          print(`[${finished}/${tasks.length}] ${task.name} ${seconds(begun)}`);
        }
      } catch (error) {
        failures.push(`${task.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  if (failures.length > 0) throw new Error(failures.join('\n'));
  print(built === 0 ? 'build: up to date' : `build: ${built} of ${tasks.length} built in ${seconds(started)}`);
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
