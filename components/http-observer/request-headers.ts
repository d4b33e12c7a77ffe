// Guest. The headers that the target gets: the client's, without what the host says about this hop (it says it anew about
// the next one), and with what a proxy adds.
import { Bytes } from '../compiled/bytes.ts';
import { PairList } from '../compiled/list.ts';
import { Fields, HeaderList } from './bindings/fields.ts';
import { isTraceparent, newTraceparent } from './trace-context.ts';

/** Tells `serve` that its request is observed. */
export const OBSERVED_HEADER: string = 'sidecars-observed';
/** How `serve` says that it counts the request itself. */
export const COUNTED_HEADER: string = 'sidecars-counted';

/** What a component sees as client of another one. */
const CHAINED_CLIENT: string = '0.0.0.0:0';

/** What we add at most. */
const ADDED: i32 = 5;

export class RequestHeaders {
  /** Of the trace that the request belongs to. */
  traceparent: Bytes = Bytes.empty();
  /** True: the client named a trace. */
  isTraced: bool = false;
  /** The host's, which comes last: clients may have sent one too. */
  pathInfo: Bytes = Bytes.empty();
  /** -1: none, or no number. */
  contentLength: i64 = -1;
  isJson: bool = false;
  mcpProtocolVersion: Bytes = Bytes.empty();
  private hasTraceparent: bool = false;
  private clientAddress: Bytes = Bytes.empty();
  private isSecure: bool = false;
  private list: HeaderList;

  constructor(entries: PairList, authority: Bytes) {
    this.list = new HeaderList(entries.length + ADDED);
    for (let i = 0; i < entries.length; i++) this.take(entries.name(i), entries.value(i));
    this.add(OBSERVED_HEADER, Bytes.of('1'));
    if (!this.hasTraceparent) {
      this.traceparent = newTraceparent();
      this.add('traceparent', this.traceparent);
    }
    if (this.clientAddress.length > 0 && !this.clientAddress.equalsText(CHAINED_CLIENT)) {
      this.add('x-forwarded-for', withoutPort(this.clientAddress));
      this.add('x-forwarded-host', authority);
      this.add('x-forwarded-proto', Bytes.of(this.isSecure ? 'https' : 'http'));
    }
  }

  private take(name: Bytes, value: Bytes): void {
    if (name.startsWithText('spin-')) {
      if (name.equalsText('spin-path-info')) this.pathInfo = value;
      if (name.equalsText('spin-client-addr')) this.clientAddress = value;
      if (name.equalsText('spin-full-url')) this.isSecure = value.startsWithText('https:');
      if (!name.startsWithText('spin-path-match-')) return;
    }
    if (name.equalsText('host') || name.equalsText(OBSERVED_HEADER)) return;
    if (name.equalsText('traceparent')) {
      this.hasTraceparent = true;
      if (!this.isTraced && isTraceparent(value)) {
        this.traceparent = value;
        this.isTraced = true;
      }
    }
    if (name.equalsText('content-length')) this.contentLength = parseLength(value);
    if (name.equalsText('content-type')) this.isJson = value.startsWithText('application/json');
    if (name.equalsText('mcp-protocol-version')) this.mcpProtocolVersion = value;
    this.list.add(name, value);
  }

  private add(name: string, value: Bytes): void {
    this.list.add(Bytes.of(name), value);
  }

  /** null: the host refuses one of them. */
  toFields(): Fields | null {
    return this.list.toFields();
  }
}

/** -1: no number. */
export function parseLength(text: Bytes): i64 {
  if (text.length === 0 || text.length > 18) return -1;
  let length: i64 = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = <i32>text.at(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    length = length * 10 + digit;
  }
  return length;
}

function withoutPort(address: Bytes): Bytes {
  let at = address.length;
  while (at > 0 && address.at(at - 1) !== 58) at--;
  return at > 0 ? address.slice(0, at - 1) : address;
}
