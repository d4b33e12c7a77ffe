// Node, build time. What a reader would call each function of a program: as declared, assigned or keyed, methods with their
// class, those without any name after the function that they stand in.
import type * as acorn from 'acorn';
import { ancestor as walkAncestors } from 'acorn-walk';
import type { FunctionNode } from './edits.ts';

export interface NamedFunction {
  start: number;
  end: number;
  name: string;
}

/** A program's functions by start; `nameAt` gives the name that an identifier (its offset, its text) had in the source. */
export function namedFunctions(
  program: acorn.Program,
  nameAt: (offset: number, name: string) => string,
): NamedFunction[] {
  const found: { node: FunctionNode; ancestors: acorn.Node[] }[] = [];
  const note = (node: FunctionNode, _state: unknown, ancestors: acorn.Node[]) => {
    found.push({ node, ancestors: ancestors.slice(0, -1) });
  };
  walkAncestors(program, { Function: note as never });
  found.sort((left, right) => left.node.start - right.node.start || right.node.end - left.node.end);
  const names = new Map<acorn.Node, string>();
  return found.map(({ node, ancestors }) => {
    const outer = ancestors.findLast((ancestor) => names.has(ancestor));
    const name = ownName(node, ancestors, nameAt) ?? `${outer ? names.get(outer) : 'module'}/<anonymous>`;
    names.set(node, name);
    return { start: node.start, end: node.end, name };
  });
}

function ownName(
  node: FunctionNode,
  ancestors: acorn.Node[],
  nameAt: (offset: number, name: string) => string,
): string | undefined {
  if (node.id) return nameAt(node.id.start, node.id.name);
  const parent = ancestors.at(-1) as acorn.AnyNode | undefined;
  switch (parent?.type) {
    case 'VariableDeclarator':
      return parent.id.type === 'Identifier' ? nameAt(parent.id.start, parent.id.name) : undefined;
    case 'AssignmentExpression':
      return parent.right === node ? targetName(parent.left, nameAt) : undefined;
    case 'Property':
      return keyName(parent.key, parent.kind === 'init' ? '' : `${parent.kind} `);
    case 'PropertyDefinition':
    case 'MethodDefinition': {
      const prefix = 'kind' in parent && (parent.kind === 'get' || parent.kind === 'set') ? `${parent.kind} ` : '';
      const key = keyName(parent.key, prefix);
      const className = nameOfClass(ancestors.at(-3), ancestors.at(-4), nameAt);
      return key && className ? `${className}.${key}` : key;
    }
    default:
      return undefined;
  }
}

function targetName(target: acorn.AnyNode, nameAt: (offset: number, name: string) => string): string | undefined {
  if (target.type === 'Identifier') return nameAt(target.start, target.name);
  return target.type === 'MemberExpression' ? keyName(target.property) : undefined;
}

function keyName(key: acorn.AnyNode, prefix = ''): string | undefined {
  if (key.type === 'Identifier') return prefix + key.name;
  if (key.type === 'PrivateIdentifier') return `${prefix}#${key.name}`;
  return key.type === 'Literal' ? prefix + String(key.value) : undefined;
}

function nameOfClass(
  node: acorn.Node | undefined,
  parent: acorn.Node | undefined,
  nameAt: (offset: number, name: string) => string,
): string | undefined {
  const { id } = (node ?? {}) as { id?: acorn.Identifier | null };
  const holder = parent as acorn.AnyNode | undefined;
  if (holder?.type === 'VariableDeclarator' && holder.id.type === 'Identifier') {
    return nameAt(holder.id.start, holder.id.name);
  }
  return id ? nameAt(id.start, id.name) : undefined;
}
