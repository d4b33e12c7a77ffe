import { describe, expect, it } from 'vitest';
import { importsOf } from '../../../../scripts/cli/build/imports.ts';

describe('importsOf', () => {
  it('gives each module once, whatever form the import has', () => {
    const code = `import a from 'a:a/a@1'; import 'b:b/b'; import * as c from "c:c/c";
export { d } from 'd:d/d'; export * from 'e:e/e'; import { f } from 'a:a/a@1'; export const g = 1; export default 2;`;
    expect(importsOf(code)).toEqual(['a:a/a@1', 'b:b/b', 'c:c/c', 'd:d/d', 'e:e/e']);
  });

  it('does not take texts for imports', () => {
    expect(importsOf('const a = `import "x:y/z"`; // import "v:w/u"')).toEqual([]);
  });

  it('throws on what is no module', () => {
    expect(() => importsOf('return 1')).toThrow(SyntaxError);
  });
});
