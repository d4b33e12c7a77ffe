// Guest. A path becomes one of a handful of patterns: sdk/routes.ts has the same rules for JavaScript, and
// test/support/route-cases.ts judges both. One thing is less: an expression in braces is taken for any segment.
import { Bytes } from '../compiled/bytes.ts';

const SLASH: u8 = 47;
const COLON: u8 = 58;
const COMMA: u8 = 44;
const STAR: u8 = 42;
const OPEN_BRACE: u8 = 123;
const CLOSE_BRACE: u8 = 125;

/** The value shared by all paths that match no pattern. */
export const OTHER: string = 'other';

/** The pattern that a path matches, of a list separated by commas. An exact one wins, then the first that matches. */
export function routeOf(patterns: Bytes, path: Bytes): Bytes {
  let found = Bytes.empty();
  let from = 0;
  while (from < patterns.length) {
    const end = endOfPattern(patterns, from);
    const pattern = patterns.slice(from, end).trim();
    from = end + 1;
    if (pattern.length === 0) continue;
    if (isExact(pattern)) {
      if (withoutSlash(pattern).equals(withoutSlash(path))) return pattern;
    } else if (found.length === 0 && matches(pattern, path)) {
      found = pattern;
    }
  }
  return found.length > 0 ? found : Bytes.of(OTHER);
}

/** Commas inside braces belong to an expression. */
function endOfPattern(patterns: Bytes, from: i32): i32 {
  let depth = 0;
  let at = from;
  for (; at < patterns.length; at++) {
    const byte = patterns.at(at);
    if (byte === OPEN_BRACE) depth++;
    else if (byte === CLOSE_BRACE && depth > 0) depth--;
    else if (byte === COMMA && depth === 0) break;
  }
  return at;
}

function isExact(pattern: Bytes): bool {
  for (let i = 0; i < pattern.length; i++) {
    const byte = pattern.at(i);
    if (byte === COLON || byte === STAR) return false;
  }
  return !endsWithDots(pattern);
}

function endsWithDots(pattern: Bytes): bool {
  return pattern.length >= 4 && pattern.slice(pattern.length - 4, pattern.length).equalsText('/...');
}

function withoutSlash(path: Bytes): Bytes {
  return path.length > 1 && path.endsWith(SLASH) ? path.slice(0, path.length - 1) : path;
}

function matches(pattern: Bytes, path: Bytes): bool {
  return matchesFrom(pattern, indexOf(pattern, SLASH, 0), path, 0);
}

/** Both stand at a slash, or at their end. */
function matchesFrom(pattern: Bytes, patternAt: i32, path: Bytes, pathAt: i32): bool {
  if (patternAt >= pattern.length)
    return pathAt === path.length || (pathAt === path.length - 1 && path.at(pathAt) === SLASH);
  const next = indexOf(pattern, SLASH, patternAt + 1);
  const segment = pattern.slice(patternAt + 1, next);
  if (next === pattern.length && isRest(segment)) return pathAt === path.length || path.at(pathAt) === SLASH;
  if (isOptional(segment) && matchesFrom(pattern, next, path, pathAt)) return true;
  if (pathAt >= path.length || path.at(pathAt) !== SLASH) return false;
  const end = indexOf(path, SLASH, pathAt + 1);
  return matchesSegment(segment, path.slice(pathAt + 1, end)) && matchesFrom(pattern, next, path, end);
}

/** `...`, `*`, `:name*`, `:name+`: everything that follows. */
function isRest(segment: Bytes): bool {
  if (segment.equalsText('...') || segment.equalsText('*')) return true;
  if (segment.length < 3 || segment.at(0) !== COLON) return false;
  const last = segment.at(segment.length - 1);
  return (last === STAR || last === 43) && endOfName(segment, 1) === segment.length - 1;
}

/** `:name?`, with or without an expression. */
function isOptional(segment: Bytes): bool {
  return segment.endsWith(63) && isParameter(segment.slice(0, segment.length - 1));
}

/** `:name` or `:name{expression}`. */
function isParameter(segment: Bytes): bool {
  if (segment.length < 2 || segment.at(0) !== COLON) return false;
  const end = endOfName(segment, 1);
  if (end === 1) return false;
  return (
    end === segment.length ||
    (segment.length > end + 2 && segment.at(end) === OPEN_BRACE && segment.endsWith(CLOSE_BRACE))
  );
}

function matchesSegment(segment: Bytes, text: Bytes): bool {
  if (segment.equalsText('*') || isParameter(segment) || isOptional(segment)) return text.length > 0;
  return matchesText(segment, 0, text, 0);
}

/** Literal text with `:name` in between, each of which stands for one character or more. */
function matchesText(segment: Bytes, segmentAt: i32, text: Bytes, textAt: i32): bool {
  let at = segmentAt;
  let to = textAt;
  while (at < segment.length) {
    if (segment.at(at) === COLON) {
      const end = endOfName(segment, at + 1);
      if (end > at + 1) {
        for (let length = 1; to + length <= text.length; length++) {
          if (matchesText(segment, end, text, to + length)) return true;
        }
        return false;
      }
    }
    if (to >= text.length || text.at(to) !== segment.at(at)) return false;
    at++;
    to++;
  }
  return to === text.length;
}

/** Behind the last letter, digit or underscore. */
function endOfName(segment: Bytes, from: i32): i32 {
  let at = from;
  for (; at < segment.length; at++) {
    const byte = segment.at(at);
    const isWord =
      (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 95;
    if (!isWord) break;
  }
  return at;
}

/** The length where there is none. */
function indexOf(text: Bytes, byte: u8, from: i32): i32 {
  let at = from;
  while (at < text.length && text.at(at) !== byte) at++;
  return at;
}
