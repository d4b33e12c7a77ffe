// Node, tests. Stands in for the component's Spin variables.
export const values: Record<string, string> = {};

export function get(name: string): string {
  const value = values[name];
  if (value === undefined) throw { payload: { tag: 'undefined', val: name } };
  return value;
}
