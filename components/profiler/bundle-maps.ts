// Guest. The source maps of bundles with safepoints, as the build left them in the mounted folder (see
// scripts/build/safepoints/profile-map.ts). Runs on plain Node as well.
import { type EncodedSourceMap, TraceMap, traceSegment } from '@jridgewell/trace-mapping';
import type { FunctionRange, ProfileMap } from '../../scripts/build/safepoints/profile-map.ts';
import type { Files } from './mounted-files.ts';

/** Where the manifest mounts them. */
export const mapFolder = '/profiles';

export interface SourcePosition {
  /** Of the function; undefined outside of any. */
  name: string | undefined;
  file: string;
  line: number;
  column: number;
  startLine: number;
}

interface BundleMap {
  trace: TraceMap;
  functions: FunctionRange[];
  names: string[];
}

export class BundleMaps {
  readonly #files: Files;
  readonly #known = new Map<string, BundleMap | undefined>();

  constructor(files: Files) {
    this.#files = files;
  }

  /** Builds that were asked for and have no map: the component was built again, or is not mounted. */
  get missing(): string[] {
    return [...this.#known].filter(([, map]) => map === undefined).map(([build]) => build);
  }

  /** The source of a position (line and column from 1) in a bundle; undefined: not known. */
  find(build: string, { line, column }: { line: number; column: number }): SourcePosition | undefined {
    const map = this.#mapOf(build);
    const segment = map && traceSegment(map.trace, line - 1, column - 1);
    if (!segment || segment.length === 1) return undefined;
    const own = functionAt(map.functions, line - 1, column - 1);
    const start = own && traceSegment(map.trace, own[0], own[1]);
    return {
      name: own && map.names[own[4]],
      file: map.trace.sources[segment[1]] ?? '',
      line: segment[2] + 1,
      column: segment[3] + 1,
      startLine: start && start.length > 1 ? start[2]! + 1 : 0,
    };
  }

  #mapOf(build: string): BundleMap | undefined {
    if (!this.#known.has(build)) this.#known.set(build, this.#read(build));
    return this.#known.get(build);
  }

  #read(build: string): BundleMap | undefined {
    const name = build.split('@')[0]!;
    const text = /^[\w.-]+$/.test(name) ? this.#files.read(`${mapFolder}/${name}.json`) : undefined;
    if (text === undefined) return undefined;
    const map = JSON.parse(text) as ProfileMap;
    if (map.x_build !== build) return undefined;
    const { x_functions: functions, names } = map;
    return { trace: new TraceMap(map as unknown as EncodedSourceMap), functions, names };
  }
}

/** The innermost function around a position, both from 0. */
function functionAt(functions: FunctionRange[], line: number, column: number): FunctionRange | undefined {
  let [low, high] = [0, functions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const [startLine, startColumn] = functions[middle]!;
    if (startLine < line || (startLine === line && startColumn <= column)) low = middle + 1;
    else high = middle;
  }
  let at = functions[low - 1];
  while (at && (at[2] < line || (at[2] === line && at[3] <= column))) at = functions[at[5]];
  return at;
}
