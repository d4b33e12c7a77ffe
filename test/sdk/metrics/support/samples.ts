// Node, tests. Reads the samples of an exposition, so that those of two writers can be compared: labels in any order, an
// empty label the same as none, bounds as numbers.

export interface Samples {
  /** `name{label="value",…}`, labels as JSON and sorted -> value. */
  values: Map<string, number>;
  /** The same names -> labels and value of the exemplar. */
  exemplars: Map<string, string>;
}

const labelText = String.raw`((?:[a-zA-Z_]\w*="(?:[^"\\]|\\.)*",?)*)`;
const line = new RegExp(String.raw`^([a-zA-Z_:][\w:]*)(?:\{${labelText}\})? (\S+)(?: # \{${labelText}\} (\S+) \S+)?$`);

/** Throws on a line that is none. */
export function samplesIn(exposition: string): Samples {
  const values = new Map<string, number>();
  const exemplars = new Map<string, string>();
  for (const text of exposition.split('\n')) {
    if (text === '' || text.startsWith('#')) continue;
    const found = line.exec(text);
    if (!found) throw new Error(`no sample: ${JSON.stringify(text)}`);
    const [, name, labels = '', value, exemplar, exemplarValue] = found;
    const series = `${name}{${labelsIn(labels)}}`;
    if (values.has(series)) throw new Error(`twice: ${series}`);
    values.set(series, numberOf(value!));
    if (exemplar !== undefined) exemplars.set(series, `{${labelsIn(exemplar)}} ${numberOf(exemplarValue!)}`);
  }
  return { values, exemplars };
}

function labelsIn(text: string): string {
  const pairs = [...text.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g)].map(([, name, value]) => [name!, value!]);
  return pairs
    .filter(([, value]) => value !== '')
    .sort(([left], [right]) => (left! < right! ? -1 : 1))
    .map(([name, value]) => `${name}=${name === 'le' ? numberOf(value!) : JSON.stringify(unescaped(value!))}`)
    .join();
}

/** 0 and -0 are the same here. */
function numberOf(text: string): number {
  const value = Number(text.replace('Inf', 'Infinity'));
  if (Number.isNaN(value)) throw new Error(`no number: ${text}`);
  return value + 0;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));
}
