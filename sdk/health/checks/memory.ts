// Guest. How much memory do components use? The host knows and says so in its telemetry, which arrives in the registry as
// `wasm_memory_usage_bytes`; a guest cannot see it. Where nobody measures it the check is `unknown`.
import { expose } from 'sidecars:metrics/registry@0.1.0';
import { memoryUsage } from '../../../catalogue/host.ts';
import { type Check, type CheckOptions, makeCheck } from '../check.ts';

export interface MemoryOptions extends CheckOptions {
  /** No series of the metric may be above this. */
  maxBytes: number;
}

const family = memoryUsage.name;
const sample = new RegExp(`^(${family}(?:\\{.*\\})?) (\\S+)`);

/** Healthy when no component uses more than `maxBytes`. Default name: `memory`. */
export function memory({ maxBytes, ...options }: MemoryOptions): Check {
  if (!(maxBytes > 0 && maxBytes < Number.POSITIVE_INFINITY)) {
    throw new TypeError(`memory check: found max bytes ${maxBytes}, expected a number above 0`);
  }
  return makeCheck('memory', options, () => {
    const { content } = expose({ format: 'text', escaping: 'underscores', families: [family], timeoutMs: 0 });
    const most = greatest(new TextDecoder().decode(content));
    if (!most)
      return { status: 'unknown', reason: `the registry has no ${family}: the host's telemetry does not reach it` };
    return most.bytes <= maxBytes
      ? { status: 'healthy' }
      : { status: 'unhealthy', reason: `${most.series} is ${most.bytes}, expected at most ${maxBytes}` };
  });
}

/** The series with the greatest value in an exposition. */
function greatest(exposition: string): { series: string; bytes: number } | undefined {
  let most: { series: string; bytes: number } | undefined;
  for (const line of exposition.split('\n')) {
    const [, series, value] = sample.exec(line) ?? [];
    const bytes = Number(value);
    if (series !== undefined && Number.isFinite(bytes) && !(most && most.bytes >= bytes)) most = { series, bytes };
  }
  return most;
}
