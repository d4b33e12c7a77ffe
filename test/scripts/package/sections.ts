// Node, tests. The sections of a component and of its core modules, each as a hash, so that two builds can be compared.
import { createHash } from 'node:crypto';

const customSection = 0;
const coreModuleSection = 1;

/** Name -> hash. A name is the number of the section, its kind, and for custom ones what they call themselves. */
export function sections(binary: Buffer, within = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (let at = 8, number = 1; at < binary.length; number++) {
    const kind = binary[at]!;
    const [length, begin] = unsigned(binary, at + 1);
    const body = binary.subarray(begin, begin + length);
    at = begin + length;
    if (within === '' && kind === coreModuleSection) {
      for (const [name, hash] of sections(body, `module ${number}, `)) found.set(name, hash);
    } else {
      const name = kind === customSection ? ` ${customName(body)}` : '';
      found.set(`${within}section ${number} of kind ${kind}${name}`, createHash('sha256').update(body).digest('hex'));
    }
  }
  return found;
}

function customName(body: Buffer): string {
  const [length, begin] = unsigned(body, 0);
  return body.toString('utf8', begin, begin + length);
}

/** A LEB128 number and where it ends. */
function unsigned(bytes: Buffer, at: number): [value: number, end: number] {
  let [value, shift] = [0, 0];
  for (;;) {
    const byte = bytes[at++]!;
    value += (byte & 0x7f) * 2 ** shift;
    shift += 7;
    if (byte < 0x80) return [value, at];
  }
}
