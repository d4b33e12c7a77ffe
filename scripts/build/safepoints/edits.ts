// Node, build time. Where safepoints go in a program and what is written there. Only insertions: no line is added, and the
// program stays as it was in all but time. Names are those of ./names.ts.
import type * as acorn from 'acorn';
import { fullAncestor } from 'acorn-walk';
import { counter, held, look } from './names.ts';

export interface Edit {
  start: number;
  end: number;
  /** Inserted before `start`. */
  open: string;
  /** Inserted after `end`. */
  close: string;
}

export type FunctionNode = acorn.FunctionDeclaration | acorn.FunctionExpression | acorn.ArrowFunctionExpression;

/** Counts one; what `look` is told: 1 at a function's entry, where the time until now was its caller's. */
const check = `--${counter}<0&&${look}(0)`;
const entry = `--${counter}<0&&${look}(1)`;

/** Of one that may have taken long inside the engine, where no safepoint is: the clock is asked soon after. */
const heavyCheck = `(${counter}-=16)<0&&${look}(0)`;

const heavyFunctions = new Set(['structuredClone', 'JSON.parse', 'JSON.stringify']);
const heavyMethods = new Set(
  'sort toSorted replace replaceAll split match matchAll join encode decode repeat concat normalize'.split(' '),
);

const loops = new Set(['ForStatement', 'ForInStatement', 'ForOfStatement', 'WhileStatement', 'DoWhileStatement']);
const calls = new Set([
  'CallExpression',
  'NewExpression',
  'AwaitExpression',
  'YieldExpression',
  'TaggedTemplateExpression',
  'ImportExpression',
]);
const functionTypes = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

interface Work {
  /** It calls or loops: anything else is over in no time and counts as its caller's. */
  isLong: boolean;
  returns: acorn.ReturnStatement[];
  /** Long expressions, to tell which returned values take time. */
  calls: acorn.Node[];
  edits: Edit[];
}

/**
 * The insertions for a program, outer ones first. `isOwn` says whether the function that begins at an offset is to have
 * safepoints. A function has one at its entry, one at each way out and one in each turn of a loop, so that what lies
 * between two is one function's; an `await` has one on either side, because what lies between is no work.
 */
export function safepointEdits(program: acorn.Program, isOwn: (offset: number) => boolean): Edit[] {
  const works = new Map<acorn.Node, Work>();
  const workOf = (node: acorn.Node): Work => {
    const work = works.get(node) ?? { isLong: false, returns: [], calls: [], edits: [] };
    works.set(node, work);
    return work;
  };
  fullAncestor(program, (node, _state, ancestors) => {
    const { type } = node;
    const owner = ancestors.findLast((ancestor) => functionTypes.has(ancestor.type) && ancestor !== node) ?? program;
    if (functionTypes.has(type)) workOf(node);
    const work = workOf(owner);
    if (type === 'ReturnStatement') work.returns.push(node as acorn.ReturnStatement);
    if (loops.has(type)) {
      work.isLong = true;
      work.edits.push(loopEdit(node as acorn.WhileStatement));
    }
    if (!calls.has(type)) return;
    work.isLong = true;
    work.calls.push(node);
    if (type === 'AwaitExpression') work.edits.push(...awaitEdits(node as acorn.AwaitExpression));
    if (type === 'CallExpression' && isHeavy(node as acorn.CallExpression) && !isInChain(ancestors)) {
      work.edits.push(around(node, heavyCheck));
    }
  });
  const edits: Edit[] = [];
  for (const [node, work] of works) {
    if (node === program || !work.isLong || !isOwn(node.start)) continue;
    edits.push(...functionEdits(node as FunctionNode, work), ...work.edits);
  }
  return edits.sort((left, right) => left.start - right.start || right.end - left.end);
}

/** The value of an expression, with a check after it. */
function around({ start, end }: acorn.Node, after: string): Edit {
  return { start, end, open: `(${held}=(`, close: `),${after},${held})` };
}

function functionEdits({ body }: FunctionNode, work: Work): Edit[] {
  if (body.type !== 'BlockStatement') {
    const { start, end } = body;
    return [{ start, end, open: `(${entry},${held}=(`, close: `),${check},${held})` }];
  }
  const directives = body.body.filter((statement) => 'directive' in statement && statement.directive !== undefined);
  const start = directives.at(-1)?.end ?? body.start + 1;
  const ways: Edit[] = work.returns.map(({ start, argument }) => {
    if (!argument) return { start, end: start, open: '', close: '' };
    const takesTime = work.calls.some((call) => call.start >= argument.start && call.end <= argument.end);
    if (takesTime) return around(argument, check);
    return { start: argument.start, end: argument.end, open: `(${check},`, close: ')' };
  });
  const last = body.body.at(-1)?.type;
  const fallsOut = last !== 'ReturnStatement' && last !== 'ThrowStatement';
  return [
    { start, end: body.end - 1, open: `;${entry};`, close: fallsOut ? `;${check};` : '' },
    ...ways.filter(({ open }) => open !== ''),
  ];
}

function loopEdit({ body }: acorn.WhileStatement): Edit {
  const { start, end } = body;
  if (body.type === 'BlockStatement') return { start: start + 1, end: start + 1, open: `${check};`, close: '' };
  return { start, end, open: `{${check};`, close: '}' };
}

function awaitEdits(node: acorn.AwaitExpression): Edit[] {
  return [around(node, check), around(node.argument, heavyCheck)];
}

function isHeavy({ callee }: acorn.CallExpression): boolean {
  if (callee.type === 'Identifier') return heavyFunctions.has(callee.name);
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return false;
  const { object, property } = callee;
  if (heavyMethods.has(property.name)) return true;
  return object.type === 'Identifier' && heavyFunctions.has(`${object.name}.${property.name}`);
}

/** `a?.b().c`: an inner part of it cannot be put into parentheses. */
function isInChain(ancestors: acorn.Node[]): boolean {
  for (let at = ancestors.length - 2; at >= 0; at--) {
    const { type } = ancestors[at]!;
    if (type === 'ChainExpression') return true;
    if (type !== 'MemberExpression' && type !== 'CallExpression') return false;
  }
  return false;
}
