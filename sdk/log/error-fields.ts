// Guest. An Error as data: its own JSON is empty. What hosts throw is no Error but has a `payload`.
import { describeFailure } from '../wit-error.ts';

export interface ErrorFields {
  type: string;
  message: string;
  /** In positions of the bundle, innermost first. */
  stack?: string;
  cause?: ErrorFields;
  errors?: ErrorFields[];
}

/** Causes of causes, and errors of an AggregateError. */
const most = 5;

export function errorFields(error: Error, depth = 0): ErrorFields {
  const { name, message, stack, cause, errors } = error as Error & { errors?: unknown };
  const isDeep = depth >= most;
  return {
    type: String(name),
    message: String(message),
    ...(stack && { stack: String(stack).trim() }),
    ...(cause !== undefined && !isDeep && { cause: thrownFields(cause, depth + 1) }),
    ...(Array.isArray(errors) &&
      !isDeep && { errors: errors.slice(0, most).map((each) => thrownFields(each, depth + 1)) }),
  };
}

/** What WIT calls throw: `{ payload: { tag, val? } }`. */
export const isThrownByHost = (value: unknown): boolean =>
  (value as { payload?: { tag?: unknown } } | null | undefined)?.payload?.tag !== undefined;

/** Whatever was thrown. */
export function thrownFields(thrown: unknown, depth = 0): ErrorFields {
  if (thrown instanceof Error) return errorFields(thrown, depth);
  return { type: typeof thrown === 'object' ? 'host error' : typeof thrown, message: describeFailure(thrown) };
}
