// docs/serve.md says what serve does, and its code is code.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';
import * as sdk from 'spin-sidecars';
import { describe, expect, it, vi } from 'vitest';
import { other, routeMatcher } from '../../sdk/routes.ts';

const page = readFileSync(fileURLToPath(new URL('../../docs/serve.md', import.meta.url)), 'utf8');

describe('docs/serve.md', () => {
  it('has an example that runs', () => {
    const code = /```ts\n([\s\S]*?)```/.exec(page)![1]!.replace(/^import .*$/gm, '');
    const listen = vi.fn();
    vi.stubGlobal('addEventListener', listen);
    new Function('Hono', 'serve', code)(Hono, sdk.serve);
    vi.unstubAllGlobals();
    expect(listen).toHaveBeenCalledWith('fetch', expect.any(Function));
  });

  it('names patterns that are understood', () => {
    const patterns = [...page.slice(page.indexOf('## Routes')).matchAll(/`(\/[^`]+)`/g)].map(([, pattern]) => pattern!);
    expect(patterns.length).toBeGreaterThan(4);
    for (const pattern of patterns) {
      const path = pattern.replace(/:\w+(\{[^}]*\})?\??|\*|\.\.\./g, '7');
      expect(routeMatcher([pattern])(path), pattern).not.toBe(other);
    }
  });

  it('lists the options that there are', () => {
    const options: Required<sdk.ServeOptions> = { component: '', routes: [], deadlineMs: 0 };
    const table = page.slice(page.indexOf('| option'), page.indexOf('## Routes'));
    expect([...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)).toEqual(Object.keys(options));
  });
});
