// Guest. How many bytes a body has, without reading it. The engine declares the length of every body that is made from
// something whole (text, bytes, a form, a blob) when its Response is made; what has none is a stream.

/** The declared length in bytes; undefined when there is none, or none that is a number. */
export function declaredLength(headers: Headers): number | undefined {
  const declared = headers.get('content-length');
  return declared !== null && /^\d+$/.test(declared) ? Number(declared) : undefined;
}

/**
 * Bytes, or undefined for a body whose size is known at its end only. A length that was declared is believed, for the
 * host holds the handler to it.
 */
export function knownSize(response: Response): number | undefined {
  return response.body === null ? 0 : declaredLength(response.headers);
}
