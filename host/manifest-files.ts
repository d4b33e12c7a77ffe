// Node. `files` of a component: what of the app's folder it can read, and where. Spin copies when it starts; here the files
// are read when they are asked for.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { HostError } from './errors.ts';
import type { Mount } from './protocol.ts';
import { isTable, type Reader } from './toml.ts';

/** Throws a HostError for a pattern, which this host does not know, and for a source that is not there, as Spin does. */
export function readFiles(value: unknown, where: string, folder: string, read: Reader): Mount[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw read.wrong(`${where}: files`, value, 'a list');
  return value.map((item) => {
    if (typeof item === 'string') {
      throw new HostError(
        'UNSUPPORTED',
        `${read.file}: ${where}: files: found the pattern "${item}", which this host does not read; write { source = "…", destination = "/…" }, or use Spin`,
      );
    }
    if (!isTable(item) || typeof item.source !== 'string' || typeof item.destination !== 'string') {
      throw read.wrong(`${where}: files`, item, '{ source = "…", destination = "/…" }');
    }
    const source = resolve(folder, item.source);
    if (!existsSync(source))
      throw read.wrong(`${where}: files`, item.source, 'a file or folder that exists; build first');
    return { source, destination: item.destination };
  });
}
