// Guest. Checks in instances of their own: the component calls itself. Only so can a deadline end a check that blocks
// (key-value, SQLite, Redis and PostgreSQL calls do), loops or traps (a call to a component that there is not). Checks
// that only wait for requests share one instance, for instances are what a round costs; when that one traps, each of
// them is asked alone.
import { withDeadline } from '../deadline.ts';
import { type Check, roundDeadlineMs } from './check.ts';
import { reasonOf } from './reason.ts';
import { findingFrom, type Outcome, type Run, runHere } from './run.ts';

const prefix = '/sidecars-health-check/';

/** What a host gives as the client of a call from the same app. It appends: the last value is not the client's. */
const chainedClient = '0.0.0.0:0';

/** Less time than this is not worth a further call. */
const leastMs = 50;

/** Through the component `id`, which must be the caller's own: a host ends the caller when there is none of that name. */
export function runApart(id: string): Run {
  return async (checks, deadlineMs = roundDeadlineMs) => {
    const together = checks.filter(({ sharesInstance }) => sharesInstance);
    const alone = checks.filter(({ sharesInstance }) => !sharesInstance);
    const groups = [together, ...alone.map((check) => [check])].filter((group) => group.length > 0);
    const outcomes = (await Promise.all(groups.map((group) => askGroup(id, group, deadlineMs)))).flat();
    return checks.map(({ name }) => outcomes.find((outcome) => outcome.name === name)!);
  };
}

async function askGroup(id: string, group: readonly Check[], deadlineMs: number): Promise<Outcome[]> {
  const started = performance.now();
  const passedMs = () => Math.round(performance.now() - started);
  // those that wait keep their own deadlines; one that blocks its instance cannot
  const patienceMs = Math.min(
    deadlineMs,
    ...group.filter((check) => !check.sharesInstance).map((check) => check.deadlineMs),
  );
  try {
    return await withDeadline(call(id, group), patienceMs, `no answer within ${patienceMs} ms`);
  } catch (error) {
    const leftMs = deadlineMs - passedMs();
    if (group.length > 1 && leftMs >= leastMs) {
      return (await Promise.all(group.map((check) => askGroup(id, [check], leftMs)))).flat();
    }
    const failure = { status: 'unhealthy' as const, durationMs: passedMs(), reason: reasonOf(error) };
    return group.map(({ name, critical }) => ({ name, critical, ...failure }));
  }
}

/** Throws when the instance ended without an outcome for each check. */
async function call(id: string, group: readonly Check[]): Promise<Outcome[]> {
  const response = await fetch(`http://${id}.spin.internal${prefix}${group.map(({ name }) => name).join()}`);
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`the check ended with ${response.status} and without a finding: the log of the host says why`);
  }
  const outcomes = (await response.json()) as Outcome[];
  return group.map(({ name, critical }, at) => {
    const { durationMs, ...finding } = outcomes[at] ?? { durationMs: 0 };
    return { name, critical, ...findingFrom(finding), durationMs };
  });
}

/** The names of the checks that this request asks for; undefined when it is no such call, or comes from outside. */
export function checksAskedFor({ url, headers }: Request): string[] | undefined {
  const { pathname } = new URL(url);
  if (!pathname.startsWith(prefix)) return undefined;
  const client = headers.get('spin-client-addr')?.split(',').at(-1)?.trim();
  return client === chainedClient ? pathname.slice(prefix.length).split(',') : undefined;
}

/** Runs these and answers with their outcomes; 404 when there is one that no check has. */
export async function answerCall(names: readonly string[], checks: readonly Check[]): Promise<Response> {
  const chosen = names.map((name) => checks.find((check) => check.name === name));
  if (!chosen.every((check) => check !== undefined)) return new Response(null, { status: 404 });
  return Response.json(await runHere(chosen));
}
