// Guest. What a check is. Checks are made at a component's top level or from its configuration; a wrong one throws there.

/** What a check found. `unknown` counts neither for nor against the component: nothing could be measured. */
export interface Finding {
  status: 'healthy' | 'unhealthy' | 'unknown';
  /** For people who may see details, and for the log. */
  reason?: string;
}

/** What every kind of check takes. */
export interface CheckOptions {
  /** Letters, digits, `_`, `.` and `-`, at most 64; everybody sees it. Most kinds have a default. */
  name?: string;
  /** False: a failure makes the component `degraded` (200) and not `unhealthy` (503). Default: true. */
  critical?: boolean;
  /** Without an answer after this time it has failed: 10 to 750. Default: 500. */
  deadlineMs?: number;
}

export interface Check {
  readonly name: string;
  readonly critical: boolean;
  readonly deadlineMs: number;
  /** It only waits for answers to requests, so others of this kind can run in its instance; see apart.ts. */
  readonly sharesInstance: boolean;
  /** Resolves to what it found; whatever it throws is unhealthy with that reason. */
  readonly find: () => Finding | Promise<Finding>;
}

/** What all checks together may take: below the second after which a prober gives up. */
export const roundDeadlineMs = 900;

const defaultDeadlineMs = 500;
const leastDeadlineMs = 10;
/** Less than for a round, which also has to start instances. */
const mostDeadlineMs = 750;

/** The answer has a line of its own for this. */
const ownNames = ['drain'];

/** One check. Throws on options that make no sense. */
export function makeCheck(
  defaultName: string,
  { name = defaultName, critical = true, deadlineMs = defaultDeadlineMs }: CheckOptions,
  find: Check['find'],
  { sharesInstance = false } = {},
): Check {
  if (!/^[A-Za-z0-9][\w.-]{0,63}$/.test(name) || ownNames.includes(name)) {
    throw new TypeError(
      `check "${name}": found this name, expected letters, digits, "_", "." and "-", at most 64, and not ${ownNames.join(', ')}`,
    );
  }
  if (!(deadlineMs >= leastDeadlineMs && deadlineMs <= mostDeadlineMs)) {
    throw new TypeError(
      `check "${name}": found a deadline of ${deadlineMs} ms, expected ${leastDeadlineMs} to ${mostDeadlineMs}: a prober waits a second for all checks`,
    );
  }
  return { name, critical, deadlineMs, sharesInstance, find };
}

/** The same list. Throws when two checks have one name. */
export function distinct(checks: readonly Check[]): readonly Check[] {
  const names = checks.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice === undefined) return checks;
  throw new TypeError(`check "${twice}": found it twice, expected a name of its own for each check; give one a name`);
}
