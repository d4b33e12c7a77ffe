// Node, tests. PromQL as Prometheus' own web page parses it: whether an expression is one, and the metrics it names.
import { parser } from '@prometheus-io/lezer-promql';

/** What is wrong with it, or undefined. */
export function promqlError(expression: string): string | undefined {
  let error: string | undefined;
  parser.parse(expression).iterate({
    enter(node) {
      if (node.type.isError) error ??= `${expression}: at ${node.from}: ${expression.slice(node.from, node.from + 20)}`;
    },
  });
  return error;
}

/** Names of metrics and recording rules. */
export function metricsOf(expression: string): string[] {
  const names: string[] = [];
  parser.parse(expression).iterate({
    enter(node) {
      if (node.name !== 'VectorSelector') return;
      const [name] = /^[a-zA-Z_:][\w:]*/.exec(expression.slice(node.from, node.to)) ?? [];
      if (name) names.push(name);
    },
  });
  return names;
}
