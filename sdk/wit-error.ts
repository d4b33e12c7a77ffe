// Guest. What a WIT call throws: an object with a `payload`, for which `instanceof Error` is false.

/** `tag: text` of a WIT error, the message of an Error, the text of anything else. */
export function describeFailure(error: unknown): string {
  const payload = (error as { payload?: { tag: string; val?: unknown } } | null | undefined)?.payload;
  if (payload) return payload.val === undefined ? payload.tag : `${payload.tag}: ${payload.val}`;
  return error instanceof Error ? error.message : String(error);
}

/** The registry refused the batch by a rule of its interface and stored nothing of it. */
export function isInvalid(error: unknown): boolean {
  return (error as { payload?: { tag: string } }).payload?.tag === 'invalid';
}
