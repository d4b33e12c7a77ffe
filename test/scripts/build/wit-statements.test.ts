import { describe, expect, it } from 'vitest';
import { witStatements } from '../../../scripts/build/wit-statements.ts';

const kinds = (text: string) => witStatements(text).map(({ kind, name }) => [kind, name]);

describe('witStatements', () => {
  it('finds packages, interfaces, worlds and uses with their names', () => {
    const text = `package a:b@1.0.0;
use c:d/e@2.0.0.{f};
use g as h;
interface i { j: func() -> result<_, string>; }
world k { import i; export l: interface { m: func(); } }
package n:o@3.0.0-draft2 { interface p {} }`;
    expect(kinds(text)).toEqual([
      ['package', 'a:b@1.0.0'],
      ['use', ''],
      ['use', ''],
      ['interface', 'i'],
      ['world', 'k'],
      ['nested', 'n:o@3.0.0-draft2'],
    ]);
  });

  it('keeps comments and gates with what they stand above, and does not read them', () => {
    const text = `/// Of package x:y; { interface no {
package a:b;
/* world no { */
/// Text.
@since(version = 0.2.0)
@unstable(feature = f)
interface yes {
    // }
    a: func();
}
`;
    const [, found] = witStatements(text);
    expect(found).toMatchObject({ kind: 'interface', name: 'yes' });
    expect(found!.text).toMatch(/^\/\* world no \{ \*\/\n\/\/\/ Text\.[\s\S]*a: func\(\);\n\}$/);
  });

  it('gives what is between the braces of a nested package, whose statements can be read alike', () => {
    const [nested] = witStatements('package a:b { interface c { d: func(); } world e {} }');
    expect(kinds(nested!.body)).toEqual([
      ['interface', 'c'],
      ['world', 'e'],
    ]);
  });

  it('reads a name that is a keyword without its escape', () => {
    expect(kinds('interface %resource {}')).toEqual([['interface', 'resource']]);
  });
});
