// Node, tests. Reads an exposition by families, with their metadata and the labels of every series. Text 0.0.4 and
// OpenMetrics; promtool judges the form.

export interface ExposedFamily {
  /** As in `# TYPE`: in OpenMetrics without `_total`. */
  name: string;
  kind: string;
  help: string;
  unit: string;
  series: { name: string; labels: Record<string, string> }[];
}

/** Families in the order of the exposition. Throws on a line that belongs to none. */
export function parseFamilies(text: string): ExposedFamily[] {
  const families: ExposedFamily[] = [];
  const family = (name: string) => {
    const last = families.at(-1);
    if (last?.name === name) return last;
    const next = { name, kind: '', help: '', unit: '', series: [] };
    families.push(next);
    return next;
  };
  for (const line of text.split('\n')) {
    if (line === '' || line === '# EOF') continue;
    const [, keyword, name = '', rest = ''] = /^# (HELP|TYPE|UNIT) (\S+) (.*)$/.exec(line) ?? [];
    if (keyword === 'HELP') family(name).help = unescaped(rest);
    else if (keyword === 'TYPE') family(name).kind = rest;
    else if (keyword === 'UNIT') family(name).unit = rest;
    else families.at(-1)!.series.push(seriesOf(line, families.at(-1)!.name));
  }
  return families;
}

function seriesOf(line: string, family: string): ExposedFamily['series'][number] {
  const [, name = '', text = ''] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? \S+$/.exec(line) ?? [];
  if (!name.startsWith(family)) throw new Error(`found ${JSON.stringify(line)} under "# TYPE ${family}"`);
  const labels = [...text.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g)];
  return { name, labels: Object.fromEntries(labels.map(([, label, value]) => [label!, unescaped(value!)])) };
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));
}
