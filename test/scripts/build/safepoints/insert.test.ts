// The transformation keeps programs as they are, names functions and leads positions back to their sources.
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { insertSafepoints } from '../../../../scripts/build/safepoints/insert.ts';

async function instrumented(source: string, isExcluded = (_: string) => false) {
  const result = await build({
    stdin: { contents: source, sourcefile: 'src/program.ts', loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    outfile: 'program.js',
    sourcemap: 'external',
  });
  const [map, script] = ['.map', '.js'].map((end) => result.outputFiles.find(({ path }) => path.endsWith(end))!);
  return {
    plain: script!.text,
    ...insertSafepoints({ name: 'program', code: script!.text, map: map!.text, isExcluded }),
  };
}

const run = (code: string) => import(`data:text/javascript,${encodeURIComponent(code)}`);

/** Looks at every safepoint: the counter starts below the first, and each look leaves it there. */
const always = (code: string) =>
  code.replace(
    '__safepoint_left=1000000000,__safepoint_look=()=>{__safepoint_left=1000000000}',
    '__safepoint_left=0,__safepoint_look=(atEntry)=>{__safepoint_left=0;globalThis.looks.push(atEntry)}',
  );

const program = `
export const log: unknown[] = [];
function add(a: number, b: number) { return a + b; }
function plain() { 'use strict'; return; }
function sum(list: number[]) {
  let total = 0;
  for (const item of list) total = add(total, item);
  return total;
}
const twice = (value: number) => sum([value, value]);
const object = (value: number) => ({ value: sum([value]) });
const anonymous = () => { sum([1]); return () => {}; };
class Base { value = sum([1]); constructor(readonly name: string) { log.push(name); } }
class Derived extends Base {
  constructor() { super('derived'); log.push(this.value); }
  get size() { return sum([this.value, 1]); }
  static make() { return new Derived(); }
  *each() { for (let i = 0; i < 3; i++) yield add(i, 1); }
}
async function later(value: number) { const one = await Promise.resolve(value); return await Promise.all([one, twice(one)]); }
const chained = (value?: { list?: number[] }) => value?.list?.toSorted().map((item) => item + 1).join();
function sequence(value: number) { return log.push(value), sum([value]); }
function labelled() {
  let turns = 0;
  outer: for (;;) { do { turns++; if (turns > 5) break outer; if (turns % 2) continue outer; } while (turns < 10) }
  return turns;
}
function fails(): number { try { JSON.parse('{'); return 1; } catch { return twice(2); } finally { log.push('finally'); } }
export async function all() {
  const made = Derived.make();
  const awaited: number[] = [];
  for await (const value of [Promise.resolve(1), 2]) awaited.push(value);
  return JSON.stringify([
    twice(2), object(3), anonymous().name, made.size, [...made.each()], await later(4), chained({ list: [3, 1, 2] }),
    chained(), sequence(5), labelled(), fails(), awaited, plain() === undefined, JSON.parse('[1,2]').map((x: number) => add(x, 1)), log,
  ]);
}
`;

describe('safepoints', () => {
  it('change nothing that a program computes, whether anybody looks or not', async () => {
    const { plain, code } = await instrumented(program);
    const expected = await (await run(plain)).all();
    expect(await (await run(code)).all()).toBe(expected);
    const looks: number[] = [];
    Object.assign(globalThis, { looks });
    expect(await (await run(always(code))).all()).toBe(expected);
    expect(looks.length).toBeGreaterThan(50);
    expect(new Set(looks)).toEqual(new Set([0, 1]));
  });

  it('stand at entries, ways out and turns of loops, and not in functions that neither call nor loop', async () => {
    const { code } = await instrumented(program);
    const text = (name: string) => code.slice(code.indexOf(`function ${name}(`)).split('\n}')[0]!;
    const count = (name: string) => text(name).split('__safepoint_look(').length - 1;
    expect(['add', 'plain', 'sum', 'labelled'].map(count)).toEqual([0, 0, 3, 4]);
  });

  it('add no line', async () => {
    const { plain, code } = await instrumented(program);
    expect(code.split('\n').length).toBe(plain.split('\n').length);
  });

  it('are left out of excluded sources', async () => {
    const { code } = await instrumented(program, (source) => source.endsWith('program.ts'));
    expect(code).not.toContain('__safepoint_look(0)');
  });
});

describe('the map', () => {
  it('names functions as their source does', async () => {
    const { map } = await instrumented(program);
    const names = map.x_functions.map(([, , , , name]) => map.names[name]);
    expect(names).toEqual(
      expect.arrayContaining(['sum', 'twice', 'Derived.constructor', 'Derived.get size', 'Derived.make', 'later']),
    );
    expect(names).toEqual(expect.arrayContaining(['anonymous/<anonymous>', 'chained/<anonymous>']));
    const sum = map.x_functions.find(([, , , , name]) => map.names[name] === 'sum')!;
    expect(map.x_functions[sum[5]] ?? 'top').toBe('top');
  });

  it('leads every function and the stack of an error to its line in the source', async () => {
    const source = `export function first() {\n  return second();\n}\n\nfunction second() {\n  for (let i = 0; i < 1; i++) {\n    globalThis.stack = new Error().stack;\n  }\n}\n`;
    const { code, map } = await instrumented(source);
    (await run(code)).first();
    const { stack } = globalThis as unknown as { stack: string };
    const positions = [...stack.matchAll(/:(\d+):(\d+)\)?$/gm)].slice(0, 2).map(([, line, column]) => {
      const position = originalPositionFor(new TraceMap(map as never), {
        line: Number(line),
        column: Number(column) - 1,
      });
      return `${position.source}:${position.line}`;
    });
    expect(positions).toEqual(['src/program.ts:7', 'src/program.ts:2']);
    const [line, column] = map.x_functions.find(([, , , , name]) => map.names[name] === 'second')!;
    expect(originalPositionFor(new TraceMap(map as never), { line: line + 1, column }).line).toBe(5);
  });
});
