// What lies in the store besides what this version of the registry wrote there.
import { describe, expect, it } from 'vitest';
import { errorOf, hit, hitsIn } from './support/batches.ts';
import { describeEngines } from './support/engines.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const logKey = (at: number) => `sidecars:3:log:${at.toString(16).padStart(32, '0')}`;
const unreadableIn = (text: string) => Number(/^sidecars_registry_unreadable_entries_total (.*)$/m.exec(text)![1]);

describeEngines(({ newStore, over }) => {
  describe('foreign keys', () => {
    it('are never touched, not even those that look like ours', () => {
      const store = newStore();
      const foreign = [
        '',
        'a',
        'sidecars',
        'sidecars:3:',
        'sidecars:3:log:',
        'sidecars:3:log:xyz',
        `sidecars:3:log:${'g'.repeat(32)}`,
        `sidecars:3:log:${'A'.repeat(32)}`,
        `sidecars:3:log:${'0'.repeat(33)}`,
        `sidecars:1:log:${'0'.repeat(32)}`,
        'sidecars:3:body:zz',
        `sidecars:3:body:${'0'.repeat(16)}`,
        `sidecars:1:body:${'1'.repeat(16)}`,
        'sidecars:1:root',
        'sidecars:3:rooted',
        'ключ 🦊\n',
      ];
      for (const key of foreign) store.set(key, bytes('theirs'));
      for (let i = 0; i < 3; i++) {
        hit(over(store));
        expect(hitsIn(over(store).text())).toBe(i + 1);
      }
      for (const key of foreign) expect(store.get(key), key).toEqual(bytes('theirs'));
      over(store).fold();
      expect(store.keysOf('log').filter((key) => !foreign.includes(key))).toEqual([]);
      const touched = store.steps.flatMap((step) => step.key.split(',')).filter((key) => key && foreign.includes(key));
      expect(touched).toEqual([]);
    });
  });

  describe('a store shared with 100,000 other keys', () => {
    it('is exact, and leaves them all', () => {
      const store = newStore();
      store.crowd(100_000);
      const instance = over(store);
      for (let i = 0; i < 300; i++) hit(instance);
      expect(instance.fold()).toEqual({ merged: 300, remaining: 0 });
      hit(instance);
      expect(hitsIn(instance.text())).toBe(301);
      expect(instance.memoryBytes()).toBeLessThan(64 * 1024 * 1024);
      const foreign = store.keys.filter((key) => key.startsWith('foreign:'));
      expect(foreign).toHaveLength(100_000);
      expect(store.keysOf('log')).toHaveLength(1);
    });
  });

  describe('a log entry that cannot be read', () => {
    it('is put aside and counted once, and stops nothing', () => {
      const store = newStore();
      hit(over(store));
      const good = store.get(store.keysOf('log')[0]!)!;
      const flipped = good.slice();
      flipped[5]! ^= 1;
      const garbage = [
        new Uint8Array(),
        bytes('x'),
        bytes('garbage that is a little longer than a seal'),
        good.slice(0, -1),
        flipped,
        new Uint8Array(100_000).fill(255),
        sealed(Uint8Array.of(2, 0, 0, 0, 0, 0)),
        sealed(Uint8Array.of(1, 200, 1, 1)),
        sealed(Uint8Array.of(1, 0, 255, 255, 255, 255)),
        sealed(Uint8Array.of(1, 0, 1, 0, 0, 0, 9, 0)),
        sealed(Uint8Array.of(1, 1, 2, 0, 0)),
      ];
      garbage.forEach((value, at) => {
        store.set(logKey(at + 1), value);
      });
      const text = over(store).text();
      expect(hitsIn(text)).toBe(1);
      expect(unreadableIn(text)).toBe(garbage.length);
      over(store).fold();
      expect(store.keysOf('log')).toEqual([]);
      expect(store.keysOf('bad').map((key) => store.get(key))).toEqual(garbage);
      hit(over(store));
      const later = over(store).text();
      expect(hitsIn(later)).toBe(2);
      expect(unreadableIn(later)).toBe(garbage.length);
    });

    it('is counted once when the folder dies at any step', () => {
      for (let moment = 0; ; moment++) {
        const store = newStore();
        hit(over(store));
        store.set(logKey(1), bytes('garbage'));
        let at = 0;
        let died = false;
        store.hook = () => {
          if (at++ !== moment) return;
          died = true;
          throw new Error('crash');
        };
        try {
          over(store).fold();
        } catch {
          // died
        }
        store.hook = undefined;
        if (!died) break;
        const text = over(store).text();
        expect(hitsIn(text)).toBe(1);
        expect(unreadableIn(text)).toBe(1);
        expect(store.keysOf('bad')).toHaveLength(1);
        over(store).fold();
        expect(store.keysOf('log')).toEqual([]);
      }
    });

    it('is kept for the first thousand, and only counted after that', () => {
      const store = newStore();
      for (let i = 0; i < 1500; i++) store.set(logKey(i), bytes('garbage'));
      const text = over(store).text();
      expect(unreadableIn(text)).toBe(1500);
      expect(store.keysOf('bad')).toHaveLength(1000);
      store.set(logKey(9999), bytes('garbage'));
      expect(unreadableIn(over(store).text())).toBe(1501);
      expect(store.keysOf('bad')).toHaveLength(1000);
      over(store).fold();
      expect(store.keysOf('log')).toEqual([]);
    });
  });

  describe('a body that cannot be read', () => {
    const spoilt = (spoil: (body: Uint8Array) => Uint8Array | undefined) => {
      const store = newStore();
      hit(over(store));
      over(store).fold();
      const key = store.keysOf('body')[0]!;
      const body = spoil(store.get(key)!);
      if (body) store.set(key, body);
      else store.delete(key);
      hit(over(store));
      const before = store.dataKeys;
      const errors = [errorOf(() => over(store).text()), errorOf(() => over(store).fold())];
      expect(errors[0]).toBe(errors[1]);
      expect(store.dataKeys).toEqual(before);
      expect(errors[0]).toMatch(
        /^store: the snapshot body \(key sidecars:3:body:[0-9a-f]{16}, root key sidecars:3:root\): /,
      );
      return errors[0];
    };

    it('is an error that names it, and nothing is changed', () => {
      expect(spoilt((body) => body.slice(0, -1))).toContain(
        'it is damaged: restore it, or delete the root key to count',
      );
      expect(spoilt(() => new Uint8Array())).toContain('it is damaged');
      expect(spoilt((body) => body.with(20, body[20]! ^ 1))).toContain('it is damaged');
      expect(spoilt(() => undefined)).toContain('it is not in the store');
    });

    it('says so when a later version wrote it', () => {
      expect(spoilt((body) => body.with(0, 1))).toContain('it has format version 1, this registry reads 3');
    });
  });

  describe('a root that is not 8 bytes', () => {
    it('is an error, and is not incremented', () => {
      const store = newStore();
      store.set('sidecars:3:root', bytes('12345'));
      hit(over(store));
      expect(errorOf(() => over(store).fold())).toBe(
        "store: the snapshot's root (key sidecars:3:root): it has 5 bytes, 8 expected: something else wrote it; delete the key to count from zero",
      );
      expect(errorOf(() => over(store).text())).toContain('it has 5 bytes');
      expect(store.keysOf('log')).toHaveLength(1);
    });

    it('is counted from zero again once it was deleted', () => {
      const store = newStore();
      hit(over(store), 5);
      over(store).fold();
      store.delete('sidecars:3:root');
      hit(over(store), 2);
      expect(hitsIn(over(store).text())).toBe(2);
      expect(store.keysOf('body')).toHaveLength(1);
    });
  });
});

/** Ends bytes with the hash that the registry looks for, so that what is before it is read. */
function sealed(content: Uint8Array): Uint8Array {
  const mask = (1n << 64n) - 1n;
  const factor = 0xff51afd7ed558ccdn;
  const rotate = (value: bigint) => ((value << 29n) | (value >> 35n)) & mask;
  const view = new DataView(content.buffer, content.byteOffset, content.length);
  let hash = 0x9e3779b97f4a7c15n ^ ((BigInt(content.length) * factor) & mask);
  let at = 0;
  for (; at + 8 <= content.length; at += 8) hash = (rotate(hash ^ view.getBigUint64(at, true)) * factor) & mask;
  let rest = 0n;
  for (let i = content.length - 1; i >= at; i--) rest = (rest << 8n) | BigInt(content[i]!);
  hash = (rotate(hash ^ rest) * factor) & mask;
  hash ^= hash >> 32n;
  hash = (hash * factor) & mask;
  hash ^= hash >> 29n;
  const result = new Uint8Array(content.length + 8);
  result.set(content);
  new DataView(result.buffer).setBigUint64(content.length, hash, true);
  return result;
}
