// Guest. Which labels a metric takes: by their names, wherever they come from.
import { Refusal, shown } from './refusal.ts';

export type Labels = Record<string, unknown>;

export const maxLabels = 32;
const maxNameBytes = 128;
const pattern = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** What is wrong with a label name, or undefined. */
export function labelNameProblem(name: unknown): string | undefined {
  if (typeof name !== 'string' || !pattern.test(name)) {
    return `label name ${shown(name)}: expected letters, digits and _, no digit first; rename it`;
  }
  if (name.length > maxNameBytes) {
    return `label name ${shown(name)} has ${name.length} bytes, at most ${maxNameBytes} are taken; shorten it`;
  }
  if (name.startsWith('__') || name === 'le' || name === 'quantile') {
    return `label name "${name}" is one that Prometheus keeps for itself; rename it`;
  }
  return undefined;
}

/** What is wrong with a list of label names, or undefined. */
export function labelNamesProblem(names: unknown): string | undefined {
  if (!Array.isArray(names)) return `labelNames is ${shown(names)}, expected an array of names`;
  if (names.length > maxLabels) return `it has ${names.length} label names, at most ${maxLabels} are taken; name fewer`;
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) return `label name ${shown(twice)} is given twice; give it once`;
  for (const name of names) {
    const problem = labelNameProblem(name);
    if (problem) return problem;
  }
  return undefined;
}

interface Labelled {
  labelNames: string[];
  sortedLabelNames: string[];
  own: { isOpen: boolean };
}

/**
 * Throws a Refusal for labels that the metric does not take. A metric without label names, as the guide writes them
 * (`counter(name, { help })` and then `inc({ status })`), takes any; prom-client refuses names that it was not told, so
 * the metric learns them as they come.
 */
export function checkLabels(metric: Labelled, labels: Labels): void {
  let count = 0;
  for (const name in labels) {
    count++;
    if (metric.labelNames.includes(name)) continue;
    if (!metric.own.isOpen) {
      const known = metric.labelNames.length > 0 ? metric.labelNames.join(', ') : 'none';
      throw new Refusal(
        'labels',
        `label ${shown(name)} is none of its labels, expected: ${known}; add it to labelNames, or leave labelNames out to take any`,
      );
    }
    const problem = labelNameProblem(name);
    if (problem) throw new Refusal('labels', problem);
    metric.labelNames = [...metric.labelNames, name];
    metric.sortedLabelNames = [...metric.labelNames].sort();
  }
  if (count > maxLabels) throw new Refusal('labels', `${count} labels, at most ${maxLabels} are taken; give fewer`);
}

/** The labels that arguments of `labels` or `remove` mean: an object, or one value for each label name. */
export function labelsFrom(metric: Labelled, args: readonly unknown[]): Labels {
  const [first] = args;
  if (typeof first === 'object' && first !== null) {
    checkLabels(metric, first as Labels);
    return first as Labels;
  }
  if (metric.own.isOpen && args.length > 0) {
    throw new Refusal('labels', `label value ${shown(first)} without a name; name it: { name: ${shown(first)} }`);
  }
  const names = metric.own.isOpen ? [] : metric.labelNames;
  if (args.length !== names.length) {
    throw new Refusal(
      'labels',
      `${args.length} label values ${shown(args)}, expected ${names.length}, one for each of: ${names.join(', ') || 'none'}`,
    );
  }
  return Object.fromEntries(names.map((name, at) => [name, args[at]]));
}
