// Node, tests. Texts as clients make them up. Half of a surrogate pair is no character: bindings hand U+FFFD on in its
// place, so what comes back is the well-formed text.
import * as fc from 'fast-check';

const unit = fc.oneof(
  fc.constantFrom('"', '\\', '\n', '\r', '\0', '{', '}', ',', '=', ' ', '#', 'n', '\t', '\u2028', 'ü', '🦊', '\ufeff'),
  fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
);

export const hostileText = fc.oneof(
  fc.constantFrom('', '\\"', '\\\\n', '",a="', '"} 1\n', ' # {a="b"} 1 1', '\ud83e', '\udd8a\ud83e', '# EOF'),
  fc.string({ unit, maxLength: 12 }),
);

/** The text as it is encoded in UTF-8. */
export const wellFormed = (text: string) => Buffer.from(text).toString();
