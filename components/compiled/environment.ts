// Guest. wasi:cli/environment@0.2.10.
import { Bytes } from './bytes.ts';
import { PairList } from './list.ts';

@external("wasi:cli/environment@0.2.10", "get-environment")
declare function hostGetEnvironment(result: usize): void;

const RESULT: usize = memory.data(8, 4);

/** The importing component's variables, when this is a dependency. */
export function environmentVariables(): PairList {
  hostGetEnvironment(RESULT);
  return new PairList(load<u32>(RESULT), load<i32>(RESULT, 4));
}

/** The value of an environment variable, or null. */
export function environmentVariable(name: string): Bytes | null {
  const variables = environmentVariables();
  for (let i = 0; i < variables.length; i++) if (variables.name(i).equalsText(name)) return variables.value(i);
  return null;
}
