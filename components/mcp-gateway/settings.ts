// Guest. FTL's settings, from Spin variables. Host calls: never at a module's top level.
import { get } from 'fermyon:spin/variables@2.0.0';

export interface Settings {
  /** Ids of the tool components, as in spin.toml: a call to any other id would trap this component. */
  components: string[];
  /** Check the arguments of a call against the tool's schema before it is made. */
  validateArguments: boolean;
}

export function readSettings(): Settings {
  return {
    components: get('component_names')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    validateArguments: get('validate_arguments') !== 'false',
  };
}
