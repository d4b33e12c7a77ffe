// Guest. wasi:cli/environment@0.2.10.
import { Bytes } from './bytes.ts';
import { PairList } from './list.ts';

@external("wasi:cli/environment@0.2.10", "get-environment")
declare function hostGetEnvironment(result: usize): void;

const RESULT: usize = memory.data(8, 4);

/** The value of an environment variable, or null. In a dependency these are the importing component's variables. */
export function environmentVariable(name: Bytes): Bytes | null {
  hostGetEnvironment(RESULT);
  const variables = new PairList(load<u32>(RESULT), load<i32>(RESULT, 4));
  for (let i = 0; i < variables.length; i++) if (variables.name(i).equals(name)) return variables.value(i);
  return null;
}
