// Worker. wasi:filesystem with nothing in it: this host mounts no files, so that no guest ever holds a descriptor
// and none of the methods can be called.

export class Descriptor {}
export class DirectoryEntryStream {}

export const filesystemImports = {
  'wasi:filesystem/preopens': { getDirectories: (): [Descriptor, string][] => [] },
  'wasi:filesystem/types': { Descriptor, DirectoryEntryStream, filesystemErrorCode: () => undefined },
};
