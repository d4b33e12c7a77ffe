import { beforeAll, describe, expect, it } from 'vitest';
import { isExpression, oddPaths, routeCases, routeChoices } from '../../support/route-cases.ts';
import { type CallPart, loadParts } from './support/parts.ts';

let call: CallPart;
beforeAll(async () => {
  call = await loadParts();
});

describe('a route pattern', () => {
  it.each(routeCases.filter(([pattern]) => !isExpression(pattern)))('%s, path %s: %s', (pattern, path, matches) => {
    expect(call('route', pattern, path)).toBe(matches ? pattern : 'other');
  });

  it('with an expression stands for any segment', () => {
    const patterns = '/users/:id{[0-9]{1,3}}, /orders/:id{[0-9]+}?';
    expect(call('route', patterns, '/users/x')).toBe('/users/:id{[0-9]{1,3}}');
    expect(call('route', patterns, '/orders')).toBe('/orders/:id{[0-9]+}?');
  });

  it.each(routeChoices)('of %j has for path %s: %s', (patterns, path, chosen) => {
    expect(call('route', patterns.join(' , '), path)).toBe(chosen);
  });

  it.each(oddPaths)('stands the odd path %j', (path) => {
    expect(call('route', '/users/:id,/a', path)).toBe('other');
  });

  it('may be missing', () => {
    expect(call('route', '', '/a')).toBe('other');
    expect(call('route', ' , ,', '/a')).toBe('other');
  });
});
