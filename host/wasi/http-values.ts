// Worker. Small wasi:http variants between the bindings' form and plain text.

export interface Method {
  tag: string;
  val?: string;
}
export type Scheme = { tag: 'HTTP' } | { tag: 'HTTPS' } | { tag: 'other'; val: string };

const methods = new Set(['get', 'head', 'post', 'put', 'delete', 'connect', 'options', 'trace', 'patch']);

export function methodOf(text: string): Method {
  const tag = text.toLowerCase();
  return methods.has(tag) && text === text.toUpperCase() ? { tag } : { tag: 'other', val: text };
}

export function methodText(method: Method): string {
  return method.tag === 'other' ? (method.val ?? '') : method.tag.toUpperCase();
}

export function schemeOf(text: string): Scheme {
  if (text === 'http') return { tag: 'HTTP' };
  return text === 'https' ? { tag: 'HTTPS' } : { tag: 'other', val: text };
}

export function schemeText(scheme: Scheme | undefined): string {
  if (scheme === undefined) return 'https';
  return scheme.tag === 'other' ? scheme.val : scheme.tag.toLowerCase();
}
