// Node, build time. Offsets in a text as lines and columns, both from 0.

export class Positions {
  readonly #lineStarts = [0];

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#lineStarts.push(at + 1);
  }

  of(offset: number): [line: number, column: number] {
    let [low, high] = [0, this.#lineStarts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#lineStarts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return [low, offset - this.#lineStarts[low]!];
  }
}
