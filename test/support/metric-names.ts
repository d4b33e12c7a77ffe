// Node, tests. Finds what looks like a metric in a text, and what is wrong with it: names and labels that are not in the
// catalogue. For pages, alert rules, dashboards.
import { catalogue } from '../../catalogue/index.ts';
import type { Metric } from '../../catalogue/metric.ts';

/** Not parts of paths, nor of names with colons, which are those of recording rules. */
const word = /(?<![\w./:-])[a-z][a-z0-9]*(?:_[a-z0-9]+)+(?![\w/-]|[.:]\w)/g;
const looksOurs = /^(?:sidecars|mcp|http|wasm)_/;
const looksMeasured = /_(?:total|seconds|bytes|bucket|sum|count|info)$/;

const suffixes = /_(?:bucket|sum|count)$/;

/** Every label that some metric of ours has: such a word is no metric. */
const labelNames = new Set([...catalogue.values()].flatMap(({ labels }) => labels.map(({ name }) => name)));

/** What Prometheus adds to every series, or a histogram to its buckets. */
const addedLabels = ['le', 'job', 'instance'];

/** Words that look like metrics: by a prefix of ours, or by a suffix. */
export function metricNames(text: string): string[] {
  const words = new Set([...text.matchAll(word)].map(([found]) => found));
  return [...words].filter((found) => (looksOurs.test(found) || looksMeasured.test(found)) && !labelNames.has(found));
}

/** The metric of the catalogue that a series or a family of any format is named after. */
export function metricOf(name: string): Metric | undefined {
  const found = catalogue.get(name) ?? catalogue.get(`${name}_total`);
  if (found) return found;
  const histogram = catalogue.get(name.replace(suffixes, ''));
  return histogram?.kind === 'histogram' ? histogram : undefined;
}

/** Whether a word is the metric, or one of the series of the histogram. */
export function isNamedBy(metric: string, found: string): boolean {
  return found === metric || found.replace(suffixes, '') === metric;
}

/** Names that are neither in the catalogue nor among `foreign`, and labels that their metric does not have. */
export function metricErrors(text: string, foreign: readonly string[]): string[] {
  const unknown = metricNames(text).filter(
    (name) => !metricOf(name) && !foreign.some((known) => isNamedBy(known, name)),
  );
  return [...unknown.map((name) => `${name}: no such metric`), ...labelErrors(text)];
}

/** Of selectors such as `name{label="value"}`, and of the short form `name{label}`. */
function labelErrors(text: string): string[] {
  return [...text.matchAll(/([a-z][a-z0-9_]*)\{([^{}]*)\}/g)].flatMap(([, name = '', selector = '']) => {
    const metric = metricOf(name);
    if (!metric) return [];
    const known = [...metric.labels.map((label) => label.name), ...addedLabels];
    const named = [...selector.replace(/\\?"(?:[^"\\]|\\.)*?\\?"|'[^']*'/g, '').matchAll(/[a-zA-Z_]\w*/g)];
    return named
      .filter(([label]) => !known.includes(label))
      .map(([label]) => `${name}{${label}}: no such label; known: ${known.join(', ')}`);
  });
}
