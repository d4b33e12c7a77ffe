// Worker. wasi:filesystem, to be read only: the `files` of a component under one preopened folder `/`, as Spin has them.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Mount } from '../protocol.ts';
import { link } from '../worker/current.ts';
import { InputStream } from './streams.ts';
import { WitError } from './values.ts';

type EntryType = 'directory' | 'regular-file';

/** The children of a folder of mounts, or the file or folder on disk. */
type Place = { mounted: string[] } | { path: string; type: EntryType };

const readOnly = () => {
  throw new WitError('read-only');
};

/** Where in the mounts a path (parts from the root) leads; undefined: nowhere. A mount on a longer path wins. */
function placeOf(mounts: Mount[], parts: string[]): Place | undefined {
  const split = mounts.map(({ source, destination }) => ({ source, at: partsOf(destination) }));
  const holds = (at: string[], inner: string[]) => at.every((part, index) => inner[index] === part);
  const covering = split.filter(({ at }) => holds(at, parts)).sort((left, right) => right.at.length - left.at.length);
  for (const { source, at } of covering) {
    const path = join(source, ...parts.slice(at.length));
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isFile()) return { path, type: 'regular-file' };
    if (stat?.isDirectory()) return { path, type: 'directory' };
  }
  const below = split.filter(({ at }) => holds(parts, at)).map(({ at }) => at[parts.length] as string);
  return below.length > 0 || parts.length === 0 ? { mounted: [...new Set(below)] } : undefined;
}

const partsOf = (path: string) => path.split('/').filter((part) => part !== '' && part !== '.');

export class DirectoryEntryStream {
  readonly #entries: { type: EntryType; name: string }[];

  constructor(entries: { type: EntryType; name: string }[] = []) {
    this.#entries = [...entries];
  }

  readDirectoryEntry(): { type: EntryType; name: string } | undefined {
    return this.#entries.shift();
  }
}

export class Descriptor {
  readonly #mounts: Mount[];
  readonly #parts: string[];
  readonly #place: Place;

  constructor(mounts: Mount[], parts: string[] = []) {
    link().beat();
    const place = placeOf(mounts, parts);
    if (!place) throw new WitError('no-entry');
    this.#mounts = mounts;
    this.#parts = parts;
    this.#place = place;
  }

  openAt(_pathFlags: unknown, path: string, openFlags: Record<string, boolean>, flags: Record<string, boolean>) {
    if (openFlags.create || openFlags.truncate || flags.write || flags.mutateDirectory) readOnly();
    const opened = this.#at(path);
    if (openFlags.directory && opened.getType() !== 'directory') throw new WitError('not-directory');
    return opened;
  }

  #at(path: string): Descriptor {
    const parts = partsOf(path);
    if (path.startsWith('/') || parts.includes('..')) throw new WitError('not-permitted');
    return new Descriptor(this.#mounts, [...this.#parts, ...parts]);
  }

  #contents(): Uint8Array {
    if ('mounted' in this.#place || this.#place.type === 'directory') throw new WitError('is-directory');
    return readFileSync(this.#place.path);
  }

  read(length: bigint, offset: bigint): [Uint8Array, boolean] {
    const contents = this.#contents();
    const end = Number(offset + length);
    return [new Uint8Array(contents.subarray(Number(offset), end)), end >= contents.length];
  }

  readViaStream(offset: bigint): InputStream {
    let rest = this.#contents().subarray(Number(offset));
    return new InputStream({
      read: (maxBytes) => {
        if (rest.length === 0 && maxBytes > 0) throw new WitError({ tag: 'closed' });
        const chunk = new Uint8Array(rest.subarray(0, maxBytes));
        rest = rest.subarray(chunk.length);
        return chunk;
      },
      isReady: () => true,
    });
  }

  readDirectory(): DirectoryEntryStream {
    if (this.getType() !== 'directory') throw new WitError('not-directory');
    const names = 'mounted' in this.#place ? this.#place.mounted : readdirSync(this.#place.path);
    return new DirectoryEntryStream(names.sort().map((name) => ({ name, type: this.#at(name).getType() })));
  }

  getType(): EntryType {
    return 'mounted' in this.#place ? 'directory' : this.#place.type;
  }

  getFlags() {
    return { read: true };
  }

  stat() {
    const { size, mtimeMs } =
      'mounted' in this.#place ? { size: 0, mtimeMs: 0 } : statSync(this.#place.path, { throwIfNoEntry: true });
    const seconds = Math.floor(mtimeMs / 1000);
    const time = { seconds: BigInt(seconds), nanoseconds: Math.floor((mtimeMs - seconds * 1000) * 1e6) };
    return {
      type: this.getType(),
      linkCount: 1n,
      size: BigInt(size),
      dataAccessTimestamp: time,
      dataModificationTimestamp: time,
      statusChangeTimestamp: time,
    };
  }

  statAt(_pathFlags: unknown, path: string) {
    return this.#at(path).stat();
  }

  metadataHash() {
    const { size, dataModificationTimestamp } = this.stat();
    return { lower: size, upper: dataModificationTimestamp.seconds };
  }

  metadataHashAt(_pathFlags: unknown, path: string) {
    return this.#at(path).metadataHash();
  }

  isSameObject(other: Descriptor): boolean {
    return other.#parts.join('/') === this.#parts.join('/');
  }

  advise(): void {}
  sync(): void {}
  syncData(): void {}
  readlinkAt(): never {
    throw new WitError('invalid');
  }

  writeViaStream = readOnly;
  appendViaStream = readOnly;
  setSize = readOnly;
  setTimes = readOnly;
  setTimesAt = readOnly;
  write = readOnly;
  createDirectoryAt = readOnly;
  linkAt = readOnly;
  removeDirectoryAt = readOnly;
  renameAt = readOnly;
  symlinkAt = readOnly;
  unlinkFileAt = readOnly;
}

/** Without mounts there is no folder. */
export function filesystemImports(mounts: Mount[]) {
  return {
    'wasi:filesystem/preopens': {
      getDirectories: (): [Descriptor, string][] => (mounts.length === 0 ? [] : [[new Descriptor(mounts), '/']]),
    },
    'wasi:filesystem/types': { Descriptor, DirectoryEntryStream, filesystemErrorCode: () => undefined },
  };
}
