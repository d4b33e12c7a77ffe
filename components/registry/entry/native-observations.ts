// Guest. Raw observations as the buckets of a native histogram, in the finest schema.
import { F64List } from '../../compiled/list.ts';
import { Writer } from '../../compiled/writer.ts';
import { nativeKeyOf, ZERO_THRESHOLD } from './native-key.ts';

/** Appends: count of the zero bucket · how many others · key and count of each. The observations are finite. */
export function writeNative(writer: Writer, observations: F64List): void {
  const keys: i32[] = [];
  for (let i = 0; i < observations.length; i++) {
    const value = observations.at(i);
    if (Math.abs(value) > ZERO_THRESHOLD) keys.push(nativeKeyOf(value));
  }
  keys.sort((left, right) => left - right);
  let distinct = 0;
  for (let i = 0; i < keys.length; i++) if (i === 0 || keys[i] !== keys[i - 1]) distinct++;
  writer.varint(observations.length - keys.length);
  writer.varint(distinct);
  for (let from = 0; from < keys.length; ) {
    let to = from + 1;
    while (to < keys.length && keys[to] === keys[from]) to++;
    writer.varint(keys[from]);
    writer.varint(to - from);
    from = to;
  }
}
