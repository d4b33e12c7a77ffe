// Guest. A call's arguments against the tool's JSON Schema, before the call is made.
import { type Schema, Validator } from '@cfworker/json-schema';

/** What is wrong, with the argument's name, or undefined. */
export function argumentsError(schema: Record<string, unknown>, args: Record<string, unknown>): string | undefined {
  const { valid, errors } = new Validator(schema as Schema, '2020-12', false).validate(args);
  if (valid) return undefined;
  // Errors about a whole object only repeat what the errors about its parts say.
  const parts = errors.filter(({ keyword }) => keyword !== 'properties' && keyword !== 'items');
  return parts
    .map(({ instanceLocation, error }) => `${instanceLocation.replace(/^#\/?/, '') || 'arguments'}: ${error}`)
    .join('; ');
}
