// Links within the documentation lead to files and headings that exist.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/build/paths.ts';

const pages = [
  'README.md',
  'ARCHITECTURE.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** As GitHub makes it of a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const anchorsIn = (path: string) =>
  [...readFileSync(path, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading!));

const withoutCode = (text: string) => text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');

describe('a link', () => {
  it.each(pages)('of %s leads somewhere', (page) => {
    const text = withoutCode(readFileSync(join(root, page), 'utf8'));
    const broken = [...text.matchAll(/\]\((?!https?:)([^)\s]*)\)/g)]
      .map(([, link]) => link!)
      .filter((link) => {
        const [file, anchor] = link.split('#');
        const target = file === '' ? join(root, page) : join(root, dirname(page), file!);
        return !existsSync(target) || (anchor !== undefined && !anchorsIn(target).includes(anchor));
      });
    expect(broken, relative(root, page)).toEqual([]);
  });
});
