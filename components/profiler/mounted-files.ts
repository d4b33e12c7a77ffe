// Guest. Reads what the manifest mounts for the profiler (`files` in spin.toml). Host calls: not at the top level.
import { getDirectories } from 'wasi:filesystem/preopens@0.2.10';
import type { Descriptor } from 'wasi:filesystem/types@0.2.10';

/** Bytes of one read. */
const chunkBytes = 1n << 20n;

/** Reads files of the guest's file system. Undefined: there is none of that name. */
export interface Files {
  read(path: string): string | undefined;
  /** Names in a folder; empty when there is no such folder. */
  list(folder: string): string[];
}

export const mountedFiles: Files = {
  read(path) {
    const bytes: Uint8Array[] = [];
    const file = open(path, {});
    if (!file) return undefined;
    for (let offset = 0n, isEnd = false; !isEnd; ) {
      const [chunk, end] = file.read(chunkBytes, offset);
      bytes.push(chunk);
      offset += BigInt(chunk.length);
      isEnd = end || chunk.length === 0;
    }
    const decoder = new TextDecoder();
    return bytes.map((chunk) => decoder.decode(chunk, { stream: true })).join('') + decoder.decode();
  },
  list(folder) {
    const names: string[] = [];
    const entries = open(folder, { directory: true })?.readDirectory();
    for (let entry = entries?.readDirectoryEntry(); entry; entry = entries?.readDirectoryEntry())
      names.push(entry.name);
    return names.sort();
  },
};

/** Spin mounts everything below `/`, or folders of their own with `--direct-mounts`. */
function open(path: string, openFlags: { directory?: boolean }): Descriptor | undefined {
  for (const [folder, at] of getDirectories()) {
    const prefix = at.endsWith('/') ? at : `${at}/`;
    if (path !== at && !path.startsWith(prefix)) continue;
    try {
      return folder.openAt({}, path.slice(prefix.length) || '.', openFlags, { read: true });
    } catch {
      // not in this one
    }
  }
  return undefined;
}
