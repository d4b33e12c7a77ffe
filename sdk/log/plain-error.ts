// Guest. An Error as fields of a log line: by the names that people look for, with its causes.
import type { Plain } from './plain.ts';

/** Its own fields (`code`, `errno`, …) stay; `within` makes them plain. What a WIT call threw is in `payload`. */
export function plainError(error: Error, within: (part: unknown) => Plain | undefined): Plain {
  const fields: Record<string, Plain> = Object.create(null);
  const add = (name: string, read: () => unknown) => {
    try {
      const value = within(read());
      if (value !== undefined) fields[name] = value;
    } catch {
      // a getter that throws
    }
  };
  add('type', () => error.name);
  add('message', () => error.message);
  add('stack', () => stackOf(error));
  add('cause', () => error.cause);
  if (error instanceof AggregateError) add('errors', () => error.errors);
  for (const name of Object.keys(error)) {
    if (!(name in fields) && name !== 'cause' && name !== 'errors') add(name, () => error[name as never]);
  }
  return fields;
}

/** The frames alone: Node's stacks begin with the message, the guest engine's do not. */
function stackOf({ stack, name, message }: Error): string | undefined {
  if (!stack) return undefined;
  const head = message === '' ? name : `${name}: ${message}`;
  return stack.startsWith(head) ? stack.slice(head.length).replace(/^\s+/, '') : stack.trimEnd();
}
