// What of wasi:filesystem the profiler calls, as the engine presents it. Errors are thrown as objects with a `payload`.

declare module 'wasi:filesystem/types@0.2.10' {
  export class Descriptor {
    openAt(
      pathFlags: { symlinkFollow?: boolean },
      path: string,
      openFlags: { directory?: boolean },
      flags: { read?: boolean },
    ): Descriptor;
    /** The bytes, and whether they are the last. */
    read(length: bigint, offset: bigint): [Uint8Array, boolean];
    readDirectory(): DirectoryEntryStream;
  }

  export class DirectoryEntryStream {
    readDirectoryEntry(): { type: string; name: string } | undefined;
  }
}

declare module 'wasi:filesystem/preopens@0.2.10' {
  import type { Descriptor } from 'wasi:filesystem/types@0.2.10';

  /** A host call: not at a module's top level. */
  export function getDirectories(): [Descriptor, string][];
}
