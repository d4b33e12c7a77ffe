// Guest. A check in an instance of its own: the component calls itself. Only so can a deadline end a check that blocks
// (key-value, SQLite, Redis and PostgreSQL calls do), loops or traps (a call to a component that there is not).
import { withDeadline } from '../deadline.ts';
import type { Check, Finding } from './check.ts';
import { reasonOf } from './reason.ts';
import { type Ask, findingFrom } from './run.ts';

const prefix = '/sidecars-health-check/';

/** What a host gives as the client of a call from the same app. It appends: the last value is not the client's. */
const chainedClient = '0.0.0.0:0';

/** Asks the component `id`, which must be the caller's own: a host ends the caller when there is none of that name. */
export function askInOwnInstance(id: string): Ask {
  return async ({ name }) => {
    const response = await fetch(`http://${id}.spin.internal${prefix}${name}`);
    if (response.status === 200) return findingFrom(await response.json());
    await response.body?.cancel();
    return {
      status: 'unhealthy',
      reason: `the check ended with ${response.status} and without a finding: the log of the host says why`,
    };
  };
}

/** The name of the check that this request asks for; undefined when it is no such call, or comes from outside. */
export function ownCall({ url, headers }: Request): string | undefined {
  const { pathname } = new URL(url);
  if (!pathname.startsWith(prefix)) return undefined;
  const client = headers.get('spin-client-addr')?.split(',').at(-1)?.trim();
  return client === chainedClient ? pathname.slice(prefix.length) : undefined;
}

/** Runs the one check and answers with its finding. */
export async function answerOwnCall(name: string, checks: readonly Check[]): Promise<Response> {
  const check = checks.find((candidate) => candidate.name === name);
  if (!check) return new Response(null, { status: 404 });
  return Response.json(await findingOf(check));
}

async function findingOf({ find, deadlineMs }: Check): Promise<Finding> {
  try {
    return findingFrom(await withDeadline((async () => find())(), deadlineMs, `no answer within ${deadlineMs} ms`));
  } catch (error) {
    return { status: 'unhealthy', reason: reasonOf(error) };
  }
}
