// Guest. The text of a stack -> frames, with the TypeScript that they come from. Runs on plain Node as well.
import type { BundleMaps } from './bundle-maps.ts';

export interface Frame {
  /** As the source names it. */
  name: string;
  /** As the engine names it. */
  systemName: string;
  /** Relative to the project, or as the engine says it where there is no map; empty for a remark. */
  file: string;
  /** From 1; 0 for a remark. */
  line: number;
  column: number;
  /** Of the function; 0 when it is not known. */
  startLine: number;
}

/** The engine gives no more; our own are gone by then. */
const engineFrames = 126;

const beyond: Frame = remark('(frames beyond the engine’s 128)');

function remark(name: string): Frame {
  return { name, systemName: name, file: '', line: 0, column: 0, startLine: 0 };
}

/** Innermost first. A caller that only waits (`async*`) is a caller like any other. */
export function framesOf(stack: string, build: string, maps: BundleMaps): Frame[] {
  const lines = stack.split('\n').filter((line) => line !== '');
  const frames = lines.map((line) => frameOf(line, build, maps));
  return lines.length >= engineFrames ? [...frames, beyond] : frames;
}

function frameOf(line: string, build: string, maps: BundleMaps): Frame {
  const [, name = '', file = '', row, column] = /^(?:async\*)?(.*?)@(.*):(\d+):(\d+)$/.exec(line) ?? [];
  if (row === undefined) return remark(line);
  const position = { line: Number(row), column: Number(column) };
  const systemName = name || '(module)';
  const source = maps.find(build, position);
  if (!source) return { name: systemName, systemName, file, ...position, startLine: 0 };
  return { ...source, name: source.name ?? systemName, systemName };
}
