// Node, tests. Sets of log keys, as bit masks, and sequences of them, as strings of digits.

/** The keys of a set, ascending. */
export function digitsOf(set: number): string {
  let digits = '';
  for (let key = 0; 1 << key <= set; key++) if (set & (1 << key)) digits += key;
  return digits;
}

export function setOf(digits: string): number {
  let set = 0;
  for (let i = 0; i < digits.length; i++) set |= 1 << (digits.charCodeAt(i) - 48);
  return set;
}

export function countOf(set: number): number {
  return digitsOf(set).length;
}

/** The lowest member of a set that has one, as a set. */
export function lowestOf(set: number): number {
  return set & -set;
}
