// Node, build time. What the profiler needs to name TypeScript for a position in a bundle with safepoints: a source map,
// thinned out to one segment a source line, with the functions and their names beside it.
import { encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec';
import { type TraceMap, traceSegment } from '@jridgewell/trace-mapping';
import type { NamedFunction } from './function-names.ts';
import { Positions } from './positions.ts';

/** A function of the bundle: first and last position (line and column from 0), its name, its enclosing function or -1. */
export type FunctionRange = [
  line: number,
  column: number,
  endLine: number,
  endColumn: number,
  name: number,
  outer: number,
];

/** A source map, version 3, that any reader of source maps takes. */
export interface ProfileMap {
  version: 3;
  file: string;
  /** Relative to the project. */
  sources: string[];
  names: string[];
  mappings: string;
  /** Of the bundle; the component says it with what it pushes. */
  x_build: string;
  /** In order of their start; `name` is an index into `names`. */
  x_functions: FunctionRange[];
}

/**
 * `original` maps the bundle as esbuild wrote it to the sources, `inserted` the one with safepoints to that; functions are
 * in offsets of esbuild's.
 */
export function profileMap(
  { file, build, sources }: { file: string; build: string; sources: string[] },
  original: TraceMap,
  inserted: { mappings: SourceMapSegment[][]; code: string },
  functions: (NamedFunction & { newStart: number; newEnd: number })[],
): ProfileMap {
  const names = new Map<string, number>();
  const indexOf = (name: string) => names.get(name) ?? names.set(name, names.size).size - 1;
  const at = new Positions(inserted.code);
  const open: { index: number; end: number }[] = [];
  const ranges = functions.map(({ name, newStart, newEnd }, index): FunctionRange => {
    while (open.length > 0 && open.at(-1)!.end <= newStart) open.pop();
    const outer = open.at(-1)?.index ?? -1;
    open.push({ index, end: newEnd });
    return [...at.of(newStart), ...at.of(newEnd), indexOf(name), outer];
  });
  const starts = new Set(ranges.map(([line, column]) => `${line}:${column}`));
  const mappings = inserted.mappings.map((segments, line) => thinned(segments, line, original, starts));
  return {
    version: 3,
    file,
    sources,
    names: [...names.keys()],
    mappings: encode(mappings),
    x_build: build,
    x_functions: ranges,
  };
}

/** Segments that lead to another line than the one before them, and those where functions begin. */
function thinned(
  segments: SourceMapSegment[],
  line: number,
  original: TraceMap,
  starts: Set<string>,
): SourceMapSegment[] {
  const kept: SourceMapSegment[] = [];
  let [lastSource, lastLine] = [-1, -1];
  for (const segment of segments) {
    if (segment.length === 1) continue;
    const traced = traceSegment(original, segment[2], segment[3]);
    if (!traced || traced.length === 1) continue;
    const [, source, sourceLine, sourceColumn] = traced;
    if (source === lastSource && sourceLine === lastLine && !starts.has(`${line}:${segment[0]}`)) continue;
    [lastSource, lastLine] = [source, sourceLine];
    // a safepoint may stand before the line's first own text
    kept.push([kept.length === 0 ? 0 : segment[0], source, sourceLine, sourceColumn]);
  }
  return kept;
}
