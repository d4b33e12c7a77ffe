// Node, build time. One bundle, as esbuild wrote it with its source map -> the same with safepoints, and the map that the
// profiler reads.
import { createHash } from 'node:crypto';
import { type SourceMapInput, TraceMap, traceSegment } from '@jridgewell/trace-mapping';
import { parse } from 'acorn';
import MagicString from 'magic-string';
import { type Edit, safepointEdits } from './edits.ts';
import { namedFunctions } from './function-names.ts';
import { build, counter, held, look } from './names.ts';
import { Positions } from './positions.ts';
import { type ProfileMap, profileMap } from './profile-map.ts';

export interface Bundle {
  /** Names the bundle to the profiler. */
  name: string;
  code: string;
  /** esbuild's source map as JSON, sources relative to the project. */
  map: string;
  /** Sources whose functions get no safepoint. */
  isExcluded: (source: string) => boolean;
}

/** Safepoints until the first look: none is ever due while nobody samples. */
const far = 1e9;

/** Throws when the bundle cannot be parsed. */
export function insertSafepoints({ name, code, map, isExcluded }: Bundle): { code: string; map: ProfileMap } {
  const original = new TraceMap(JSON.parse(map) as SourceMapInput);
  const sources = original.sources.map((source) => source ?? '');
  const at = new Positions(code);
  const trace = (offset: number) => traceSegment(original, ...at.of(offset));
  const program = parse(code, { ecmaVersion: 'latest', sourceType: 'module' });
  const isOwn = (offset: number) => {
    const segment = trace(offset);
    return segment !== null && segment.length > 1 && !isExcluded(sources[segment[1]!]!);
  };
  const edits = safepointEdits(program, isOwn);
  const hash = `${name}@${createHash('sha256').update(code).digest('hex').slice(0, 12)}`;
  const inserted = new MagicString(code);
  for (const { start, end, open, close } of edits) {
    if (open) inserted.appendLeft(start, open);
    if (close) inserted.prependLeft(end, close);
  }
  const head = `var ${counter}=${far},${look}=()=>{${counter}=${far}},${held},${build}=${JSON.stringify(hash)};`;
  inserted.prepend(head);
  const shifted = new Shifts(edits, head.length);
  const functions = namedFunctions(program, (offset, text) => {
    const segment = trace(offset);
    const isExact = segment?.length === 5 && segment[0] === at.of(offset)[1];
    return isExact ? (original.names[segment[4]] ?? text) : text;
  }).map((named) => ({ ...named, newStart: shifted.of(named.start), newEnd: shifted.of(named.end) }));
  const written = { code: inserted.toString(), mappings: inserted.generateDecodedMap({ hires: 'boundary' }).mappings };
  return {
    code: written.code,
    map: profileMap({ file: `${name}.js`, build: hash, sources }, original, written, functions),
  };
}

/** Where an offset of the program went by the insertions before it. */
class Shifts {
  readonly #offsets: number[];
  readonly #sums: number[] = [];

  constructor(edits: Edit[], head: number) {
    const texts = edits
      .flatMap(({ start, end, open, close }) => [[start, open.length] as const, [end, close.length] as const])
      .sort(([left], [right]) => left - right);
    this.#offsets = texts.map(([offset]) => offset);
    let sum = head;
    this.#sums.push(sum);
    for (const [, length] of texts) {
      sum += length;
      this.#sums.push(sum);
    }
  }

  of(offset: number): number {
    let [low, high] = [0, this.#offsets.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#offsets[middle]! <= offset) low = middle + 1;
      else high = middle;
    }
    return offset + this.#sums[low]!;
  }
}
