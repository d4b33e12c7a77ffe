// Node. Reads TOML files and picks typed values out of them; every refusal names the file and the entry.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import { HostError, type HostErrorCode } from './errors.ts';

export type Table = Record<string, unknown>;

/** Codes for the two ways in which reading a file fails. */
export interface ReadCodes {
  missing: HostErrorCode;
  syntax: HostErrorCode;
}

/** Parses the file. Throws a HostError with the line of a syntax error. */
export function readToml(path: string, what: string, codes: ReadCodes): Table {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new HostError(codes.missing, `${path}: found no readable ${what} (${reason}); check the path`);
  }
  try {
    return parse(text) as Table;
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const reason = error.message.split('\n')[0]?.replace('Invalid TOML document: ', '');
    throw new HostError(codes.syntax, `${basename(path)}:${error.line}:${error.column}: not valid TOML: ${reason}`);
  }
}

/** Reads entries of one file with one error code. `where` in every method is the entry's place, e.g. `component "a": source`. */
export class Reader {
  readonly file: string;
  readonly #code: HostErrorCode;

  constructor(path: string, code: HostErrorCode) {
    this.file = basename(path);
    this.#code = code;
  }

  wrong(where: string, found: unknown, expected: string): HostError {
    return new HostError(this.#code, `${this.file}: ${where}: found ${show(found)}, expected ${expected}`);
  }

  table(value: unknown, where: string): Table {
    if (value === undefined) return {};
    if (isTable(value)) return value;
    throw this.wrong(where, value, 'a table');
  }

  string(value: unknown, where: string): string {
    if (typeof value === 'string') return value;
    throw this.wrong(where, value, 'a string');
  }

  boolean(value: unknown, where: string): boolean {
    if (value === undefined) return false;
    if (typeof value === 'boolean') return value;
    throw this.wrong(where, value, 'true or false');
  }

  strings(value: unknown, where: string): string[] {
    if (value === undefined) return [];
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
    throw this.wrong(where, value, 'a list of strings');
  }

  stringTable(value: unknown, where: string): Record<string, string> {
    const table = this.table(value, where);
    return Object.fromEntries(Object.entries(table).map(([key, item]) => [key, this.string(item, `${where}.${key}`)]));
  }

  /** Refuses keys that Spin would refuse too, such as a misspelt one. */
  onlyKeys(table: Table, known: readonly string[], where: string): void {
    for (const key of Object.keys(table)) {
      if (!known.includes(key)) throw this.wrong(where, key, `one of ${known.join(', ')}`);
    }
  }
}

export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  return JSON.stringify(value) ?? String(value);
}
