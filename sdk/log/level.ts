// Guest. The least level that is written. LOG_LEVEL is ours; RUST_LOG and SPIN_LOG are the guide's names for it, and their
// syntax is that of Rust's loggers: directives `target=level` and `level`, separated by commas.

export const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export type Level = (typeof levels)[number];
export type Threshold = Level | 'off';

const byName: Record<string, Threshold> = {
  trace: 'trace',
  debug: 'debug',
  info: 'info',
  warn: 'warn',
  warning: 'warn',
  error: 'error',
  fatal: 'fatal',
  critical: 'fatal',
  off: 'off',
  none: 'off',
};

/** Whether `level` is written where `threshold` is the least. */
export function isWritten(level: Level, threshold: Threshold): boolean {
  return threshold !== 'off' && levels.indexOf(level) >= levels.indexOf(threshold);
}

const plain = (target: string) => target.toLowerCase().replaceAll('-', '_');

/**
 * The level that a filter such as `info,my_tool=debug` has for the component: that of the directive that names it, else
 * that of the directive without a target. Undefined when neither is there or a level is not known.
 */
export function levelFor(filter: string, component: string): Threshold | undefined {
  let general: Threshold | undefined;
  // what follows a slash is an expression that messages must match, which nobody here looks for
  for (const directive of filter.replace(/\/.*$/s, '').split(',')) {
    const [, target, , level] = /^\s*([^=[]*?)\s*(\[.*\])?\s*(?:=\s*(\w*))?\s*$/.exec(directive) ?? [];
    if (target === undefined) continue;
    const known = byName[(level ?? target).toLowerCase()];
    if (level === undefined && known) general = known;
    else if (plain(target) === plain(component)) return level ? known : 'trace';
  }
  return general;
}
