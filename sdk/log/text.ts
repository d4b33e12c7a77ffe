// Guest. A line for people: time, level, component, message, then the fields; a stack below. Control characters, which
// clients may have sent, never reach a terminal.
import type { Plain } from './plain.ts';

/** Without the line feed at the end. */
export function textOf({ timestamp, level, component, message, ...fields }: Record<string, Plain>): string {
  const stacks: string[] = [];
  const words = Object.entries(fields).map(([name, value]) => `${shownText(name)}=${shown(value, stacks)}`);
  const head = `${timestamp} ${String(level).toUpperCase().padEnd(5)} ${shownText(String(component))}: ${shownText(String(message))}`;
  return [[head, ...words].join(' '), ...stacks].join('\n');
}

function shown(value: Plain, stacks: string[]): string {
  if (typeof value === 'string') return /^[\w.:/@+-]+$/.test(value) ? value : shownText(JSON.stringify(value));
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value) || typeof value.stack !== 'string') return shownText(JSON.stringify(value));
  const { stack, ...rest } = value;
  for (const frame of (stack as string).split('\n')) stacks.push(`    ${shownText(frame.trim())}`);
  return shownText(JSON.stringify(rest));
}

function shownText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that must not get through
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (unit) => JSON.stringify(unit).slice(1, -1));
}
