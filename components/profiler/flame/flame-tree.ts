// Guest. Stacks -> a tree for the flame graph: components on top, then callers before callees. Runs on plain Node as well.
import type { WallStack } from '../wall-profile.ts';

export interface FlameNode {
  name: string;
  /** File and line of the function; empty for a component or a remark. */
  at: string;
  /** Nanoseconds, with those of the children. */
  time: number;
  children: FlameNode[];
}

/** Where a function is called more than once from one place, its frames are one. */
export function flameTree(stacks: WallStack[]): FlameNode {
  const root: FlameNode = { name: 'all', at: '', time: 0, children: [] };
  for (const { component, resolved, nanoseconds } of stacks) {
    root.time += nanoseconds;
    let node = childOf(root, component, '', nanoseconds);
    for (const { name, file, line, startLine } of resolved.toReversed()) {
      node = childOf(node, name, file && `${file}:${startLine || line}`, nanoseconds);
    }
  }
  sort(root);
  return root;
}

function childOf(node: FlameNode, name: string, at: string, time: number): FlameNode {
  let child = node.children.find((known) => known.name === name && known.at === at);
  if (!child) {
    child = { name, at, time: 0, children: [] };
    node.children.push(child);
  }
  child.time += time;
  return child;
}

function sort(node: FlameNode): void {
  node.children.sort((left, right) => right.time - left.time);
  for (const child of node.children) sort(child);
}
