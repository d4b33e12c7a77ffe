// Node. What a finished bundle imports: the WIT interfaces that its world must have.
import { parse } from 'acorn';
import { simple } from 'acorn-walk';

/** The names of modules, sorted. Throws acorn's SyntaxError for what is no ES module. */
export function importsOf(code: string): string[] {
  const names = new Set<string>();
  const add = ({ source }: { source?: { value?: unknown } | null }) => {
    if (typeof source?.value === 'string') names.add(source.value);
  };
  simple(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }), {
    ImportDeclaration: add,
    ExportNamedDeclaration: add,
    ExportAllDeclaration: add,
  });
  return [...names].sort();
}
