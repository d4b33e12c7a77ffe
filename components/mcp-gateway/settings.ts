// Guest. FTL's settings, and what the metrics need to know, from Spin variables. Host calls: never at a module's top level.

import { get } from 'fermyon:spin/variables@2.0.0';
import { logger } from '../../sdk/log/logger.ts';
import { optionalVariable } from '../../sdk/variable.ts';
import { parseQuotas, type Quota } from './quotas.ts';

export interface Settings {
  /** Ids of the tool components, as in spin.toml: a call to any other id would trap this component. */
  components: string[];
  /** Check the arguments of a call against the tool's schema before it is made. */
  validateArguments: boolean;
  /** Names of clients that the metrics tell apart. A host call: only where it is needed. */
  clientNames: () => string[];
  /** By full name of the tool. A host call: only where it is needed. */
  toolQuotas: () => Map<string, Quota>;
}

export function readSettings(): Settings {
  return {
    components: list(get('component_names')),
    validateArguments: get('validate_arguments') !== 'false',
    clientNames: () => list(forMetrics('client_names')),
    toolQuotas() {
      const { quotas, errors } = parseQuotas(list(forMetrics('tool_quotas')));
      for (const error of errors) logger.error(error);
      return quotas;
    },
  };
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** What only the metrics want never fails a request. */
function forMetrics(name: string): string {
  try {
    return optionalVariable(name) ?? '';
  } catch (error) {
    logger.error((error as Error).message);
    return '';
  }
}
