// What is not UTF-8 is refused. Hosts check the strings between components, and so do the bindings; here the bytes are
// put into the registry's memory as a host that does not check would do it.
import { beforeAll, describe, expect, it } from 'vitest';
import { MemoryStore } from './support/memory-store.ts';
import { type Instance, loadRegistry, type Options } from './support/registry.ts';

let instantiate: (options: Options) => Instance;
beforeAll(async () => {
  instantiate = await loadRegistry();
});

type Text = Record<'name' | 'help' | 'unit' | 'labelName' | 'labelValue', Uint8Array>;

const bytes = (text: string) => new TextEncoder().encode(text);

/** Pushes one sample of an open gauge, laid out as the canonical ABI does. Returns the error, or undefined. */
function rawPush({ core }: Instance, text: Partial<Text>): string | undefined {
  const { name, help, unit, labelName, labelValue } = {
    name: bytes('g'),
    help: bytes('Help.'),
    unit: bytes(''),
    labelName: bytes('a'),
    labelValue: bytes('x'),
    ...text,
  };
  const allocate = core.cabi_realloc as (old: number, oldSize: number, align: number, size: number) => number;
  const memory = () => new DataView((core.memory as WebAssembly.Memory).buffer);
  const place = (content: Uint8Array) => {
    const at = allocate(0, 0, 1, content.length);
    new Uint8Array(memory().buffer).set(content, at);
    return [at, content.length] as const;
  };
  const record = (size: number, fields: [offset: number, value: number][]) => {
    const at = allocate(0, 0, 8, size);
    new Uint8Array(memory().buffer).fill(0, at, at + size);
    for (const [offset, value] of fields) memory().setUint32(at + offset, value, true);
    return at;
  };
  const span = (offset: number, [at, length]: readonly [number, number]): [number, number][] => [
    [offset, at],
    [offset + 4, length],
  ];
  const gauge = 1;
  const open = 1;
  const fields = [...span(0, place(name)), ...span(12, place(help)), ...span(20, place(unit))];
  const family = record(52, [...fields, [8, gauge], [28, open]]);
  const pair = record(16, [...span(0, place(labelName)), ...span(8, place(labelValue))]);
  const sample = record(40, [
    [4, 1], // pairs
    ...span(8, [pair, 1]),
    [16, 1], // set, to 0
  ]);
  const push = core['sidecars:metrics/registry@0.1.0#push'] as (...lists: number[]) => number;
  const result = push(0, 0, family, 1, sample, 1, 0, 0);
  if (memory().getUint8(result) === 0) return undefined;
  const message = new Uint8Array(
    memory().buffer,
    memory().getUint32(result + 8, true),
    memory().getUint32(result + 12, true),
  );
  return new TextDecoder().decode(message);
}

const wrong: [what: string, bytes: number[]][] = [
  ['a lone continuation', [0x61, 0x80]],
  ['a sequence cut short', [0x61, 0xc3]],
  ['a sequence cut short by another character', [0xe2, 0x82, 0x61]],
  ['too long a form of a slash', [0xc0, 0xaf]],
  ['too long a form in three bytes', [0xe0, 0x9f, 0xbf]],
  ['too long a form in four bytes', [0xf0, 0x8f, 0xbf, 0xbf]],
  ['a surrogate', [0xed, 0xa0, 0x80]],
  ['a character past U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
  ['a byte that never occurs', [0xff]],
  ['Latin-1 after eight ASCII bytes', [...bytes('12345678'), 0xe9]],
];

const right = ['', 'abcdefgh', 'abcdefghé', 'é', '€', '🦊', '\u{10ffff}', '\u{d7ff}\u{e000}', '\u{feff}x', '\0'];

describe('what is not UTF-8', () => {
  it.each(wrong)('is refused, and nothing of it is stored: %s', (_, content) => {
    const store = new MemoryStore();
    const registry = instantiate({ store });
    const invalid = Uint8Array.from(content);
    expect(rawPush(registry, { name: invalid })).toContain('the name is not UTF-8: rename the metric');
    expect(rawPush(registry, { help: invalid })).toBe('metric "g": the help is not UTF-8: encode it');
    expect(rawPush(registry, { unit: invalid })).toBe('metric "g": the unit is not UTF-8: encode it');
    expect(rawPush(registry, { labelName: invalid })).toContain('metric "g", sample 0: a label name is not UTF-8');
    expect(rawPush(registry, { labelValue: invalid })).toBe(
      'metric "g", sample 0: the value of label "a" is not UTF-8: encode it',
    );
    const text = instantiate({ store }).text();
    expect(text).not.toMatch(/^g[ {]/m);
    expect(text).toContain('sidecars_dropped_samples_total{reason="invalid"} 5\n');
  });

  it.each(right)('is not this: %j', (text) => {
    const store = new MemoryStore();
    expect(rawPush(instantiate({ store }), { labelValue: bytes(text), help: bytes(text) })).toBeUndefined();
    const series = text === '' ? 'g 0' : `g{a="${text}"} 0`;
    expect(instantiate({ store }).text()).toContain(`\n${series}\n`);
  });
});
