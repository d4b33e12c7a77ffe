import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { joinPackages, nested, readWit, type WitPackage, witPackages } from '../../../scripts/build/wit-package.ts';

const shape = (packages: Iterable<WitPackage>) =>
  [...packages].map(({ id, interfaces }) => [id, [...interfaces.keys()]]);

describe('witPackages', () => {
  it('reads the files of a package as one, of which one alone need name it', () => {
    const packages = witPackages(['interface a {}', 'package x:y@1.0.0;\ninterface b {}'], 'wit');
    expect(shape(packages)).toEqual([['x:y@1.0.0', ['a', 'b']]]);
  });

  it('reads nested packages, with or without one around them', () => {
    const text = 'package p:q {\ninterface a {}\n}\npackage r:s {\ninterface b {}\n}';
    expect(shape(witPackages([text], 'wit'))).toEqual([
      ['p:q', ['a']],
      ['r:s', ['b']],
    ]);
    expect(shape(witPackages([`package x:y;\nworld w {}\n${text}`], 'wit'))[0]).toEqual(['x:y', []]);
  });

  it('names the source when there is no package', () => {
    expect(() => witPackages(['interface a {}'], 'here.wit')).toThrow(
      'here.wit: no "package …;" line found; a WIT file starts with one',
    );
  });
});

describe('readWit', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sidecars-wit-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('reads a folder, and the files and folders in its deps', () => {
    mkdirSync(join(folder, 'deps/c'), { recursive: true });
    writeFileSync(join(folder, 'world.wit'), 'package a:a;\nworld w { import b:b/i; }');
    writeFileSync(join(folder, 'deps/b.wit'), 'package b:b;\ninterface i {}');
    writeFileSync(join(folder, 'deps/c/c.wit'), 'package c:c;\ninterface j {}');
    writeFileSync(join(folder, 'README.md'), 'package no:no;');
    expect(shape(readWit(folder))).toEqual([
      ['a:a', []],
      ['b:b', ['i']],
      ['c:c', ['j']],
    ]);
  });
});

describe('joinPackages', () => {
  const [first] = witPackages(['package h:h@1.0.0;\nuse o:o/o.{t};\ninterface a { /* first */ }\n'], '1');
  const [second] = witPackages(['package h:h@1.0.0;\ninterface a { /* second */ }\ninterface b {}'], '2');

  it('joins what several packages have of one, and the first has the word', () => {
    const joined = joinPackages([first!, second!]);
    expect(shape(joined.values())).toEqual([['h:h@1.0.0', ['a', 'b']]]);
    expect(joined.get('h:h@1.0.0')!.interfaces.get('a')).toContain('first');
  });

  it('is written as one package that reads the same', () => {
    const joined = joinPackages([first!, second!]).get('h:h@1.0.0')!;
    expect(witPackages([nested(joined)], 'again')).toEqual([joined]);
  });
});
