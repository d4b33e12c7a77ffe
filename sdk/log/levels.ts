// Guest. The levels, and which of them an environment asks for: a plain name, or the filter syntax of Rust programs,
// `warn,my_tool=debug,hyper::client=off`, of which only what names this component means anything here.

export const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

export type Level = (typeof levels)[number];

/** Position in `levels`; `off` is above all of them. */
export type Rank = number;

export const off: Rank = levels.length;

const aliases: Record<string, Level> = { warning: 'warn', err: 'error', critical: 'fatal' };

export function rankOf(level: Level): Rank {
  return levels.indexOf(level);
}

/** The rank that a filter leaves for `component`; undefined when no part of it says anything that is understood. */
export function rankFrom(filter: string, component: string): Rank | undefined {
  let general: Rank | undefined;
  let own: Rank | undefined;
  for (const directive of filter.split(',')) {
    const [target, level] = directive.split('=').map((part) => part.trim()) as [string, string | undefined];
    if (level !== undefined) {
      if (isNamed(target, component)) own = named(level) ?? own;
    } else if (isNamed(target, component)) {
      own = 0; // a target alone asks for everything
    } else {
      general = named(target) ?? general;
    }
  }
  return own ?? general;
}

function named(text: string): Rank | undefined {
  const name = text.toLowerCase();
  if (name === 'off' || name === 'none' || name === 'silent') return off;
  const rank = levels.indexOf((aliases[name] ?? name) as Level);
  return rank === -1 ? undefined : rank;
}

/** Rust has no dashes in names, and targets go on with a path or a span: `my_tool::http[request]`. */
function isNamed(target: string, component: string): boolean {
  const [crate] = target.split(/::|\[/);
  return crate !== '' && crate!.replaceAll('-', '_') === component.replaceAll('-', '_');
}
