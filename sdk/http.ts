// Guest. What is measured of one HTTP exchange, as samples of `httpFamilies`.
import type { Sample } from 'sidecars:metrics/registry@0.1.0';

export interface HttpExchange {
  component: string;
  /** Bounded, see routes.ts. */
  method: string;
  route: string;
  status: number;
  durationSeconds: number;
  requestBytes: number;
  responseBytes: number;
}

/** One sample for each family of `httpFamilies`, in its order. */
export function httpSamples(exchange: HttpExchange): Sample[] {
  const { component, method, route, status } = exchange;
  const labels = { tag: 'values' as const, val: [component, method, route, String(status)] };
  const observe = (family: number, value: number): Sample => ({
    family,
    labels,
    change: { tag: 'observe', val: Float64Array.of(value) },
  });
  return [
    { family: 0, labels, change: { tag: 'add', val: 1 } },
    observe(1, exchange.durationSeconds),
    observe(2, exchange.requestBytes),
    observe(3, exchange.responseBytes),
  ];
}
