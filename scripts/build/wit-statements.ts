// Node, build time. A WIT text cut into its statements. Only the outermost level is looked at; what is inside stays text.

export interface WitStatement {
  kind: 'package' | 'nested' | 'interface' | 'world' | 'use' | 'other';
  /** Of a package its id, of an interface or world its name, else empty. */
  name: string;
  /** The statement with the comments and gates above it. */
  text: string;
  /** Between its outermost braces; empty without. */
  body: string;
}

const comment = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y;

/** Whatever stands behind the last statement is left out. */
export function witStatements(text: string): WitStatement[] {
  const statements: WitStatement[] = [];
  let [start, depth, open] = [0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    comment.lastIndex = at;
    const skipped = comment.exec(text)?.[0].length;
    if (skipped) {
      at += skipped - 1;
      continue;
    }
    const character = text[at];
    if (character === '{' && depth++ === 0) open = at + 1;
    if (character === '}') depth--;
    if (depth > 0 || (character !== ';' && character !== '}')) continue;
    // `use a.{b};` ends at its semicolon
    if (character === '}' && /^\s*;/.test(text.slice(at + 1, at + 200))) continue;
    const body = character === '}' ? text.slice(open, at) : '';
    statements.push(statement(text.slice(start, at + 1).trim(), body));
    start = at + 1;
  }
  return statements;
}

function statement(text: string, body: string): WitStatement {
  const bare = text.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, '');
  const gateless = bare.replace(/^(\s*@\w+\s*(\([^)]*\))?)*\s*/, '');
  const [, word = '', name = ''] = /^(\w+)\s+(%?[\w:@.+-]+)/.exec(gateless) ?? [];
  const isKnown = word === 'interface' || word === 'world' || word === 'use';
  const kind = word === 'package' ? (body === '' ? 'package' : 'nested') : isKnown ? word : 'other';
  return { kind, name: kind === 'use' || kind === 'other' ? '' : name.replace(/^%/, ''), text, body };
}
