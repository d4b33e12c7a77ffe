// What a component sees of its `files`: the mounts, and nothing beside them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Descriptor, filesystemImports } from '../../../host/wasi/filesystem.ts';
import { WitError } from '../../../host/wasi/values.ts';
import { setLink } from '../../../host/worker/current.ts';
import type { Link } from '../../../host/worker/link.ts';

const folder = mkdtempSync(join(tmpdir(), 'sidecars-files-'));
beforeAll(() => {
  setLink({ beat() {}, drain() {} } as unknown as Link);
  mkdirSync(join(folder, 'maps/inner'), { recursive: true });
  writeFileSync(join(folder, 'maps/tool.json'), '0123456789');
  writeFileSync(join(folder, 'maps/inner/deep.txt'), 'deep');
  writeFileSync(join(folder, 'secret'), 'secret');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function root(): Descriptor {
  const mounts = [
    { source: join(folder, 'maps'), destination: '/profiles' },
    { source: join(folder, 'maps/tool.json'), destination: '/etc/one.json' },
  ];
  const directories = filesystemImports(mounts)['wasi:filesystem/preopens'].getDirectories();
  expect(directories.map(([, at]) => at)).toEqual(['/']);
  return directories[0]![0];
}

const open = (path: string, openFlags = {}, flags: Record<string, boolean> = { read: true }): Descriptor =>
  root().openAt({}, path, openFlags, flags);

function tagOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(WitError);
    return (error as WitError).payload;
  }
  return 'ok';
}

function namesIn(path: string): string[] {
  const stream = open(path, { directory: true }).readDirectory();
  const names: string[] = [];
  for (let entry = stream.readDirectoryEntry(); entry; entry = stream.readDirectoryEntry()) {
    names.push(`${entry.type} ${entry.name}`);
  }
  return names;
}

describe('the file system of a guest', () => {
  it('has no folder without mounts', () => {
    expect(filesystemImports([])['wasi:filesystem/preopens'].getDirectories()).toEqual([]);
  });

  it('reads files of mounted folders and mounted files, in parts', () => {
    for (const path of ['profiles/tool.json', './profiles/tool.json', 'etc/one.json']) {
      const file = open(path);
      const text = (length: bigint, offset: bigint) => {
        const [bytes, isEnd] = file.read(length, offset);
        return [new TextDecoder().decode(bytes), isEnd];
      };
      expect([text(4n, 0n), text(100n, 4n), text(1n, 10n)]).toEqual([
        ['0123', false],
        ['456789', true],
        ['', true],
      ]);
      expect(file.stat()).toMatchObject({ type: 'regular-file', size: 10n });
      expect(new TextDecoder().decode(file.readViaStream(7n).read(10n))).toBe('789');
    }
  });

  it('lists what is mounted, below mounts and above', () => {
    expect(namesIn('.')).toEqual(['directory etc', 'directory profiles']);
    expect(namesIn('etc')).toEqual(['regular-file one.json']);
    expect(namesIn('profiles')).toEqual(['directory inner', 'regular-file tool.json']);
  });

  it('leads nowhere else', () => {
    expect(tagOf(() => open('secret'))).toBe('no-entry');
    expect(tagOf(() => open('profiles/../secret'))).toBe('not-permitted');
    expect(tagOf(() => open('/etc/passwd'))).toBe('not-permitted');
    expect(tagOf(() => open('profiles/tool.json', { directory: true }))).toBe('not-directory');
    expect(tagOf(() => open('profiles').read(1n, 0n))).toBe('is-directory');
  });

  it('is read only', () => {
    expect(tagOf(() => open('profiles/new', { create: true }))).toBe('read-only');
    expect(tagOf(() => open('profiles/tool.json', {}, { write: true }))).toBe('read-only');
    expect(tagOf(() => open('profiles').unlinkFileAt())).toBe('read-only');
  });
});
