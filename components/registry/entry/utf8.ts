// Guest. Whether bytes are UTF-8. Between components the host checks strings, but not every host, and what is stored
// is printed to every scraper later.
import { Bytes } from '../../compiled/bytes.ts';

// biome-ignore lint/correctness/noPrecisionLoss: an u64, not a double
const HIGH_BITS: u64 = 0x8080808080808080;

export function isUtf8(text: Bytes): bool {
  let at = 0;
  while (at < text.length) {
    if (at + 8 <= text.length && (text.u64At(at) & HIGH_BITS) === 0) {
      at += 8;
      continue;
    }
    const length = sequenceLength(text, at);
    if (length === 0) return false;
    at += length;
  }
  return true;
}

/** Bytes of the character that begins there; 0: no character. */
function sequenceLength(text: Bytes, at: i32): i32 {
  const first = text.at(at);
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (at + length > text.length) return 0;
  for (let i = 1; i < length; i++) if ((text.at(at + i) & 0xc0) !== 0x80) return 0;
  const second = text.at(at + 1);
  // too long a form, a surrogate, or past U+10FFFF
  if (first === 0xe0 && second < 0xa0) return 0;
  if (first === 0xed && second > 0x9f) return 0;
  if (first === 0xf0 && second < 0x90) return 0;
  if (first === 0xf4 && second > 0x8f) return 0;
  return length;
}
