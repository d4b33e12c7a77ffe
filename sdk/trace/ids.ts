// Guest. Ids of traces and spans, from one call for randomness an instance: such a call costs more than a span does.
import type { IdGenerator } from '@opentelemetry/sdk-trace';
import { phase } from '../phase.ts';

const poolBytes = 256;
const traceBytes = 16;
const spanBytes = 8;

let pool = '';
let used = 0;
let warmed = 0;

function hex(bytes: number): string {
  if (!phase.isServing) return (++warmed).toString(16).padStart(2 * bytes, '0'); // what runs at build time is thrown away
  const digits = 2 * bytes;
  if (used + digits > pool.length) {
    pool = toHex(crypto.getRandomValues(new Uint8Array(poolBytes)));
    used = 0;
  }
  used += digits;
  const id = pool.slice(used - digits, used);
  return /^0*$/.test(id) ? hex(bytes) : id;
}

const byteText = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byteText[byte];
  return text;
}

export const ids: IdGenerator = {
  generateTraceId: () => hex(traceBytes),
  generateSpanId: () => hex(spanBytes),
};
