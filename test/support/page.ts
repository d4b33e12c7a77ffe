// Node, tests. What a page in docs/ has between its fences.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/build/paths.ts';

export const readPage = (name: string) => readFileSync(join(root, 'docs', name), 'utf8');

/** The texts of all blocks in that language, in their order. */
export const blocks = (page: string, language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, text]) => text!);
