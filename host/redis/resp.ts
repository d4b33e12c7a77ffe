// Node and worker. Redis' wire format: commands to bytes, whole replies from bytes. Whether a reply is whole is the
// scanner's business (scanner.ts). Not an npm client: those give an integer and a status both as a string, or lose
// digits beyond 2^53, and Spin's interface tells one from the other and has 64 bits.

export type Argument = string | Uint8Array;

/** The first four are WIT's `redis-result` as the bindings spell it. */
export type Leaf =
  | { tag: 'nil' }
  | { tag: 'status'; val: string }
  | { tag: 'int64'; val: bigint }
  | { tag: 'binary'; val: Uint8Array };
export type Reply =
  | Leaf
  | { tag: 'array'; val: Reply[] }
  /** What the server says about a command that failed. */
  | { tag: 'error'; val: string }
  /** Of the newer protocol only. */
  | { tag: 'unsupported'; val: string };

/** A chunk that owns its buffer, so that it can be transferred. */
export function encodeCommands(commands: Argument[][]): Uint8Array {
  let size = 0;
  for (const command of commands) {
    size += headBytes(command.length);
    for (const argument of command) {
      const length = byteLength(argument);
      size += headBytes(length) + length + 2;
    }
  }
  const chunk = Buffer.allocUnsafeSlow(size);
  let at = 0;
  for (const command of commands) {
    at += chunk.write(`*${command.length}\r\n`, at, 'latin1');
    for (const argument of command) {
      const length = byteLength(argument);
      at += chunk.write(`$${length}\r\n`, at, 'latin1');
      if (typeof argument === 'string') chunk.write(argument, at, 'utf8');
      else chunk.set(argument, at);
      at += length;
      at += chunk.write('\r\n', at, 'latin1');
    }
  }
  return chunk;
}

function byteLength(argument: Argument): number {
  return typeof argument === 'string' ? Buffer.byteLength(argument) : argument.length;
}

/** Type, digits, line end. */
function headBytes(count: number): number {
  return 3 + String(count).length;
}

/** Binary values are views of `chunk`, not copies. */
export function decodeReplies(chunk: Uint8Array): Reply[] {
  const decoder = new Decoder(chunk);
  const replies: Reply[] = [];
  while (!decoder.done) replies.push(decoder.value());
  return replies;
}

const lineFeed = 10;

class Decoder {
  readonly #bytes: Buffer;
  #at = 0;

  constructor({ buffer, byteOffset, byteLength }: Uint8Array) {
    this.#bytes = Buffer.from(buffer, byteOffset, byteLength);
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  value(): Reply {
    const type = String.fromCharCode(this.#bytes[this.#at] as number);
    const line = this.#line();
    switch (type) {
      case '+':
        return { tag: 'status', val: line };
      case '-':
        return { tag: 'error', val: line };
      case ':':
        return { tag: 'int64', val: BigInt(line) };
      case '$':
        return line === '-1' ? { tag: 'nil' } : { tag: 'binary', val: this.#block(Number(line)) };
      case '*':
      case '~':
        return line === '-1' ? { tag: 'nil' } : { tag: 'array', val: this.#values(Number(line)) };
      case '_':
        return { tag: 'nil' };
      case '#':
        return { tag: 'int64', val: line === 't' ? 1n : 0n };
      case ',':
        return { tag: 'binary', val: Buffer.from(double(line)) };
      case '(':
        return { tag: 'binary', val: Buffer.from(line) };
      case '!':
        return { tag: 'error', val: this.#block(Number(line)).toString() };
      case '=':
        this.#block(Number(line));
        return { tag: 'unsupported', val: 'Redis string with format attribute is not supported' };
      case '%':
        this.#values(Number(line) * 2);
        return { tag: 'unsupported', val: 'Redis Map type is not supported' };
      case '|':
        this.#values(Number(line) * 2 + 1);
        return { tag: 'unsupported', val: 'Redis Attribute type is not supported' };
      case '>':
        this.#values(Number(line));
        return { tag: 'unsupported', val: 'Redis Pub/Sub types are not supported' };
    }
    throw new Error(`found a reply of type "${type}", expected one of the Redis protocol`);
  }

  #values(count: number): Reply[] {
    const values = new Array<Reply>(count);
    for (let i = 0; i < count; i++) values[i] = this.value();
    return values;
  }

  /** After the type, without the line end. */
  #line(): string {
    const end = this.#bytes.indexOf(lineFeed, this.#at);
    const line = this.#bytes.toString('utf8', this.#at + 1, end - 1);
    this.#at = end + 1;
    return line;
  }

  #block(length: number): Buffer {
    const block = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length + 2;
    return block;
  }
}

/** As Rust prints it. */
function double(line: string): string {
  if (/^[+-]?inf$/i.test(line)) return line.startsWith('-') ? '-inf' : 'inf';
  return String(Number(line));
}
