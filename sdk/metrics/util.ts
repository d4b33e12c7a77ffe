// Guest. The two functions that prom-client takes from Node's `util`, for its error messages.

const text = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value)));

export const format = (...values: unknown[]): string => values.map(text).join(' ');
export const inspect = text;
