// Guest. A Spin variable that a manifest may leave out. A host call: never at a module's top level.
import { get } from 'fermyon:spin/variables@2.0.0';
import { describeFailure } from './wit-error.ts';

/** Undefined when the manifest gives the component no such variable. Throws when its provider fails. */
export function optionalVariable(name: string): string | undefined {
  try {
    return get(name);
  } catch (error) {
    if ((error as { payload?: { tag: string } }).payload?.tag === 'undefined') return undefined;
    throw new Error(`the variable ${name} could not be read: ${describeFailure(error)}`);
  }
}
