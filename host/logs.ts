// Node, main thread. What guests print: whole lines to the process's stderr and to Spin's log files.
// Each request has line buffers of its own, so that two of them never share a line.
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';

export interface GuestLine {
  component: string;
  stream: 'stdout' | 'stderr';
  /** Without the line feed. */
  text: string;
}

/** A line without an end is cut here. */
const maxLineChars = 64 * 1024;

interface Buffered {
  decoder: StringDecoder;
  text: string;
}

export class GuestLogs {
  readonly #folder: string;
  readonly #emit: (line: GuestLine) => void;
  readonly #buffers = new Map<string, Buffered>();

  /** Files go to `<stateDir>/logs`; `emit` gets every line as well. */
  constructor(stateDir: string, emit: (line: GuestLine) => void) {
    this.#folder = join(stateDir, 'logs');
    this.#emit = emit;
    mkdirSync(this.#folder, { recursive: true });
  }

  write(component: string, job: number, stream: GuestLine['stream'], chunk: Uint8Array): void {
    const key = `${job} ${stream}`;
    const buffered = this.#buffers.get(key) ?? { decoder: new StringDecoder('utf8'), text: '' };
    const lines = (buffered.text + buffered.decoder.write(Buffer.from(chunk))).split('\n');
    buffered.text = lines.pop() as string;
    if (buffered.text.length > maxLineChars) {
      lines.push(buffered.text);
      buffered.text = '';
    }
    this.#buffers.set(key, buffered);
    this.#print(component, stream, lines);
  }

  /** Prints what had no line feed at the end. */
  end(component: string, job: number): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      const key = `${job} ${stream}`;
      const buffered = this.#buffers.get(key);
      if (!buffered) continue;
      this.#buffers.delete(key);
      const rest = buffered.text + buffered.decoder.end();
      if (rest !== '') this.#print(component, stream, [rest]);
    }
  }

  #print(component: string, stream: GuestLine['stream'], lines: string[]): void {
    if (lines.length === 0) return;
    appendFileSync(join(this.#folder, `${component}_${stream}.txt`), `${lines.join('\n')}\n`);
    for (const text of lines) this.#emit({ component, stream, text });
  }
}
