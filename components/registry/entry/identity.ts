// Guest. Who this component is, by its environment: OpenTelemetry's variables, and our own before them.
import { Bytes } from '../../compiled/bytes.ts';
import { environmentVariable } from '../../compiled/environment.ts';
import { Writer } from '../../compiled/writer.ts';

const COMMA: u8 = 44;
const EQUALS: u8 = 61;
const PERCENT: u8 = 37;

/** SIDECARS_COMPONENT, else OTEL_SERVICE_NAME, else `unknown`: the label `component` for whoever leaves it out. */
export function componentName(): Bytes {
  let name = environmentVariable('SIDECARS_COMPONENT');
  if (name === null || name.length === 0) name = serviceName();
  return name === null || name.length === 0 ? Bytes.of('unknown') : name;
}

export function serviceName(): Bytes | null {
  return environmentVariable('OTEL_SERVICE_NAME');
}

/** OTEL_RESOURCE_ATTRIBUTES: `name=value,name=value`, values percent-encoded. What is neither is left out. */
export class ResourceAttributes {
  /** Of the attribute that `next` has found. */
  name: Bytes = Bytes.empty();
  value: Bytes = Bytes.empty();
  private text: Bytes;
  private at: i32 = 0;

  constructor() {
    const text = environmentVariable('OTEL_RESOURCE_ATTRIBUTES');
    this.text = text === null ? Bytes.empty() : text;
  }

  next(): bool {
    while (this.at < this.text.length) {
      const from = this.at;
      let equals = -1;
      while (this.at < this.text.length && this.text.at(this.at) !== COMMA) {
        if (equals < 0 && this.text.at(this.at) === EQUALS) equals = this.at;
        this.at++;
      }
      const end = this.at++;
      if (equals <= from) continue;
      this.name = this.text.slice(from, equals).trim();
      this.value = decoded(this.text.slice(equals + 1, end).trim());
      return true;
    }
    return false;
  }
}

/** The value of one resource attribute; empty when it is not there. */
export function resourceAttribute(name: string): Bytes {
  const attributes = new ResourceAttributes();
  while (attributes.next()) if (attributes.name.equalsText(name)) return attributes.value;
  return Bytes.empty();
}

function decoded(text: Bytes): Bytes {
  const writer = new Writer(text.length);
  for (let at = 0; at < text.length; at++) {
    const isEncoded = text.at(at) === PERCENT && at + 2 < text.length;
    const high = isEncoded ? digit(text.at(at + 1)) : -1;
    const low = isEncoded ? digit(text.at(at + 2)) : -1;
    if (high < 0 || low < 0) {
      writer.u8(text.at(at));
    } else {
      writer.u8(<u8>(high * 16 + low));
      at += 2;
    }
  }
  return writer.bytes;
}

/** -1: no hexadecimal digit. */
function digit(char: u8): i32 {
  if (char >= 48 && char <= 57) return char - 48;
  const lower = char | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}
