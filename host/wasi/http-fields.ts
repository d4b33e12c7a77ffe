// Worker. wasi:http fields. Names keep the order and repetition in which they were added (set-cookie stays
// several lines); values are bytes, kept as latin-1 text because that is what Node's HTTP speaks.
import type { HeaderEntry } from '../protocol.ts';
import { WitError } from './values.ts';

/** These belong to one connection, so a guest may not set them. */
const forbidden = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
]);
const validName = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly the bytes that a value must not hold
const invalidValue = /[\u0000-\u0008\u000a-\u001f\u007f]/;

export function isForbidden(name: string): boolean {
  return forbidden.has(name);
}

export class Fields {
  #entries: HeaderEntry[] = [];
  #immutable = false;

  /** What the bindings call. Throws header-error. */
  static fromList(list: [string, Uint8Array][]): Fields {
    const fields = new Fields();
    for (const [name, value] of list) fields.append(name, value);
    return fields;
  }

  /** What the host calls: no checks. Names in lower case. */
  static of(entries: HeaderEntry[], immutable: boolean): Fields {
    const fields = new Fields();
    fields.#entries = entries;
    fields.#immutable = immutable;
    return fields;
  }

  /** For sending. */
  list(): HeaderEntry[] {
    return this.#entries;
  }

  /** Headers of a message that exists are fixed. */
  freeze(): this {
    this.#immutable = true;
    return this;
  }

  get(name: string): Uint8Array[] {
    const key = name.toLowerCase();
    return this.#entries.filter(([found]) => found === key).map(([, value]) => bytesOf(value));
  }

  has(name: string): boolean {
    const key = name.toLowerCase();
    return this.#entries.some(([found]) => found === key);
  }

  set(name: string, values: Uint8Array[]): void {
    const key = this.#checkedName(name);
    const texts = values.map(checkedValue);
    this.#entries = this.#entries.filter(([found]) => found !== key);
    for (const text of texts) this.#entries.push([key, text]);
  }

  append(name: string, value: Uint8Array): void {
    this.#entries.push([this.#checkedName(name), checkedValue(value)]);
  }

  delete(name: string): void {
    const key = this.#checkedName(name);
    this.#entries = this.#entries.filter(([found]) => found !== key);
  }

  entries(): [string, Uint8Array][] {
    return this.#entries.map(([name, value]) => [name, bytesOf(value)]);
  }

  clone(): Fields {
    return Fields.of([...this.#entries], false);
  }

  #checkedName(name: string): string {
    if (this.#immutable) throw new WitError({ tag: 'immutable' });
    const key = name.toLowerCase();
    if (!validName.test(key)) throw new WitError({ tag: 'invalid-syntax' });
    if (forbidden.has(key)) throw new WitError({ tag: 'forbidden' });
    return key;
  }
}

function checkedValue(value: Uint8Array): string {
  const text = Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1');
  if (invalidValue.test(text)) throw new WitError({ tag: 'invalid-syntax' });
  return text;
}

function bytesOf(value: string): Uint8Array {
  return new Uint8Array(Buffer.from(value, 'latin1'));
}
