// Guest. Requests whose instance ended without having counted them: the host has counted one more end than the component
// has counted requests. A component counts before it answers, and the host when the instance is gone, so the difference is
// never too large; under load it is too small by the requests of the moment between both readings, and catches up.
import type { Batch, ExpositionOptions } from 'sidecars:metrics/registry@0.1.0';
import { familyOf } from '../../catalogue/forms.ts';
import { executionDuration, uncountedRequests } from '../../catalogue/host.ts';
import { requests } from '../../catalogue/http.ts';

const family = familyOf(uncountedRequests);

/** What has to be rendered for it. */
export const exposition: ExpositionOptions = {
  format: 'text',
  escaping: 'underscores',
  families: [requests.name, executionDuration.name],
  timeoutMs: 0,
};

/** A total never goes down while its start stays: what was found once remains. */
const source = 'host-telemetry';
const startNs = 1n;

/** `text`: of the exposition above. Undefined: no component counts its requests. */
export function uncountedBatch(text: string, nowMs: number): Batch | undefined {
  const counted = sumByComponent(text, requests.name);
  const ended = sumByComponent(text, `${executionDuration.name}_count`);
  const samples = [...ended]
    .filter(([component]) => counted.has(component))
    .map(([component, count]): Batch['samples'][number] => ({
      family: 0,
      labels: { tag: 'values', val: [component] },
      change: {
        tag: 'total',
        val: {
          source,
          startNs,
          atNs: BigInt(nowMs) * 1_000_000n,
          sum: Math.max(0, count - counted.get(component)!),
          counts: new BigUint64Array(),
          zeroCount: 0n,
          nativeBuckets: [],
        },
      },
    }));
  return samples.length === 0 ? undefined : { requests: [], families: [family], samples, exemplars: [] };
}

/** Component ids have no character that is escaped. */
function sumByComponent(text: string, series: string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (!line.startsWith(`${series}{`)) continue;
    const component = /[{,]component="([^"]*)"/.exec(line)?.[1];
    if (component === undefined) continue;
    const value = Number(line.slice(line.lastIndexOf(' ') + 1));
    sums.set(component, (sums.get(component) ?? 0) + value);
  }
  return sums;
}
