import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SqliteStore } from '../../../host/stores/sqlite.ts';
import { CompareAndSwap, Store } from '../../../host/stores/store.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (value: Uint8Array | undefined) => value && new TextDecoder().decode(value);

let folder: string;
let sqlite: SqliteStore;
let store: Store;
let messages: string[];
let poisoned: boolean;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sidecars-store-'));
  messages = [];
  poisoned = false;
  sqlite = new SqliteStore({ path: join(folder, 'a.db'), label: 'a', inMemory: true });
  const poison = {
    isSet: () => poisoned,
    set: () => {
      poisoned = true;
    },
  };
  store = new Store('a', sqlite, poison, (line) => messages.push(line));
});
afterEach(() => {
  sqlite.close();
  rmSync(folder, { recursive: true, force: true });
});

test('values are bytes, empty ones and any key included', () => {
  for (const [key, value] of [
    ['', new Uint8Array()],
    ["it's ü\n", Uint8Array.from([0, 255, 0])],
  ] as const) {
    sqlite.set(key, value);
    expect(sqlite.get(key)).toEqual(value);
    expect(sqlite.exists(key)).toBe(true);
  }
  expect(sqlite.keys().sort()).toEqual(['', "it's ü\n"]);
  sqlite.delete('');
  sqlite.delete('never there');
  expect([sqlite.get(''), sqlite.exists('')]).toEqual([undefined, false]);
});

test('two labels in one file are two stores', () => {
  const other = new SqliteStore({ path: join(folder, 'a.db'), label: 'b', inMemory: true });
  sqlite.set('k', bytes('1'));
  expect(other.get('k')).toBeUndefined();
  other.close();
});

test('another connection sees a write at once, also between two reads', () => {
  const other = new SqliteStore({ path: join(folder, 'a.db'), label: 'a', inMemory: true });
  for (const value of ['1', '2']) {
    other.set('k', bytes(value));
    expect(text(sqlite.get('k'))).toBe(value);
  }
  other.close();
});

test('increment stores a little-endian 64-bit number and accepts any value of 8 bytes', () => {
  expect(store.increment('n', 5n)).toBe(5n);
  expect(sqlite.get('n')).toEqual(Uint8Array.from([5, 0, 0, 0, 0, 0, 0, 0]));
  expect(store.increment('n', -7n)).toBe(-2n);
  sqlite.set('eight', bytes('\u0001\0\0\0\0\0\0\0'));
  expect(store.increment('eight', 1n)).toBe(2n);
});

test('increment of another value panics once and for all', () => {
  sqlite.set('x', bytes('abc'));
  expect(() => store.increment('x', 1n)).toThrow('found 3 bytes, expected 8');
  expect(messages).toHaveLength(1);
  expect(() => store.use()).toThrow('key-value store "a" is unusable');
});

test('a swap compares with what current() saw', () => {
  sqlite.set('k', bytes('1'));
  const cas = new CompareAndSwap(store, 'k');
  expect(text(cas.current())).toBe('1');
  sqlite.set('k', bytes('2'));
  expect(cas.swap(bytes('3'))).toBe(false);
  expect(text(cas.current())).toBe('2');
  expect(cas.swap(bytes('3'))).toBe(true);
  expect(text(sqlite.get('k'))).toBe('3');
});

test('a swap of a value that was deleted fails', () => {
  sqlite.set('k', bytes('1'));
  const cas = new CompareAndSwap(store, 'k');
  cas.current();
  sqlite.delete('k');
  expect(cas.swap(bytes('2'))).toBe(false);
});

test('a swap is unconditional on an absent key and on a handle that never looked', () => {
  const absent = new CompareAndSwap(store, 'absent');
  expect(absent.current()).toBeUndefined();
  sqlite.set('absent', bytes('somebody else'));
  expect(absent.swap(bytes('mine'))).toBe(true);
  const unarmed = new CompareAndSwap(store, 'absent');
  expect(unarmed.swap(bytes('again'))).toBe(true);
  expect(text(sqlite.get('absent'))).toBe('again');
});

test('set-many writes all or nothing, get-many finds what is there', () => {
  sqlite.setMany([
    ['a', bytes('1')],
    ['b', bytes('2')],
  ]);
  expect(() =>
    sqlite.setMany([
      ['c', bytes('3')],
      ['d', undefined as unknown as Uint8Array],
    ]),
  ).toThrow();
  expect(
    sqlite
      .getMany(['a', 'b', 'c'])
      .map(([key]) => key)
      .sort(),
  ).toEqual(['a', 'b']);
  sqlite.deleteMany(['a', 'c']);
  expect(sqlite.keys()).toEqual(['b']);
});
