// Node, Linux only. What the kernel knows about another process.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** USER_HZ, which is the same on every architecture that Node runs on. */
const ticksPerSecond = 100;

/** Whether this system tells. */
export const hasProcessFiles = existsSync('/proc/self/status') && existsSync('/proc/self/io');

/** The process that was started to listen at this address, by its `--listen` option. */
export function processAt(url: string): number {
  const option = `\0--listen\0${new URL(url).host}\0`;
  const found = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && commandLine(entry).includes(option));
  if (found.length === 0) throw new Error(`no process in /proc was started with --listen ${new URL(url).host}`);
  // Spin starts a second process, which does the work.
  return Math.max(...found.map(Number));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // it has ended meanwhile
  }
}

export function residentBytes(pid: number): number {
  return 1024 * field(`/proc/${pid}/status`, 'VmRSS');
}

/** Bytes given to write calls so far: files, and also sockets and pipes. */
export function writtenBytes(pid: number): number {
  return field(`/proc/${pid}/io`, 'wchar');
}

/** CPU time of all its threads so far, user and system, in seconds. */
export function cpuSeconds(pid: number): number {
  // The second field is the program's name in parentheses, which may hold anything.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

function field(path: string, name: string): number {
  const value = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(path, 'utf8'))?.[1];
  if (value === undefined) throw new Error(`${path}: no "${name}" found`);
  return Number(value);
}
