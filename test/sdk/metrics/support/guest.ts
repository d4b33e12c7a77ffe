// Node, tests. Takes the metrics through the life of a component: built once, then a request in a fresh instance.
import { register } from 'prom-client';
import { beginRequest } from '../../../../sdk/metrics/begin-request.ts';
import { type Collected, collectMetrics } from '../../../../sdk/metrics/collect.ts';
import { collected, touched } from '../../../../sdk/metrics/live.ts';
import { phase } from '../../../../sdk/phase.ts';
import { setRequestTrace } from '../../../../sdk/trace-context.ts';

export const traceId = '0af7651916cd43dd8448eb211c80319c';
export const spanId = 'b7ad6b7169203331';
export const traceparent = `00-${traceId}-${spanId}-01`;

/** A component of which nothing is built yet. */
export function startBuild(): void {
  phase.isServing = false;
  register.clear();
  touched.clear();
  collected.clear();
  setRequestTrace(null);
}

/** One request, from its first line to its push. */
export async function serveRequest(handler: () => void, header: string | null = null): Promise<Collected> {
  beginRequest(header);
  handler();
  return collectMetrics();
}

/** `name{labels}` -> the change, for what a push holds. */
export function changesIn({ families, samples }: Collected): Record<string, unknown> {
  return Object.fromEntries(
    samples.map(({ family, labels, change }) => {
      const { name, labels: names } = families[family]!;
      const pairs =
        labels.tag === 'pairs'
          ? labels.val
          : labels.val.map((value, at) => [names.tag === 'closed' ? names.val[at] : '', value]);
      const text = pairs.map(([label, value]) => `${label}="${value}"`).join();
      const value = change.tag === 'observe' ? [...change.val] : change.val;
      return [`${name}{${text}}`, [change.tag, value]];
    }),
  );
}
