// Node, both threads. The interfaces that this host offers, and how an import's name is matched with them.

/** Patch versions of WASI 0.2 are compatible; drafts are matched exactly. */
const offered: Record<string, string> = {
  ...forPackage('wasi:io', ['error', 'poll', 'streams']),
  ...forPackage('wasi:clocks', ['monotonic-clock', 'wall-clock']),
  ...forPackage('wasi:random', ['random', 'insecure', 'insecure-seed']),
  ...forPackage('wasi:cli', [
    'environment',
    'exit',
    'stdin',
    'stdout',
    'stderr',
    'terminal-input',
    'terminal-output',
    'terminal-stdin',
    'terminal-stdout',
    'terminal-stderr',
  ]),
  ...forPackage('wasi:filesystem', ['preopens', 'types']),
  ...forPackage('wasi:http', ['types', 'outgoing-handler']),
  'wasi:keyvalue/store': '0.2.0-draft2',
  'wasi:keyvalue/atomics': '0.2.0-draft2',
  'wasi:keyvalue/batch': '0.2.0-draft2',
  'wasi:config/store': '0.2.0-draft-2024-09-27',
  'fermyon:spin/key-value': '2.0.0',
  'fermyon:spin/postgres': '2.0.0',
  'fermyon:spin/rdbms-types': '2.0.0',
  'fermyon:spin/redis': '2.0.0',
  'fermyon:spin/sqlite': '2.0.0',
  'fermyon:spin/variables': '2.0.0',
};

function forPackage(name: string, interfaces: string[]): Record<string, string> {
  return Object.fromEntries(interfaces.map((item) => [`${name}/${item}`, '0.2.*']));
}

/** `wasi:io/poll@0.2.10` -> `wasi:io/poll`: what the bindings call it. */
export function withoutVersion(name: string): string {
  return name.split('@')[0] as string;
}

/** Whether the host itself provides this import. */
export function isOffered(name: string): boolean {
  const [base = '', version = ''] = name.split('@');
  const wanted = offered[base];
  if (wanted === undefined) return false;
  return wanted === '0.2.*' ? /^0\.2\.\d+$/.test(version) : wanted === version;
}
