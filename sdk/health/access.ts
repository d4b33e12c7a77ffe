// Guest. Who may see details and who may drain. Tokens are Spin variables; without one, nobody may.
import { carriesSecret } from '../secret.ts';
import { optionalVariable } from '../variable.ts';

export const healthToken = 'health_token';
export const drainToken = 'drain_token';

/** Whether drain requests are answered at all. */
export function isDrainOn(): boolean {
  return (optionalVariable(drainToken) ?? '') !== '';
}

/** Whether the request carries the value of one of these variables. Throws when one cannot be read. */
export async function carriesToken({ headers }: Request, variables: string[]): Promise<boolean> {
  const authorization = headers.get('authorization');
  if (authorization === null) return false;
  let isAllowed = false;
  for (const variable of variables) {
    const token = optionalVariable(variable);
    if (token && (await carriesSecret(authorization, token))) isAllowed = true;
  }
  return isAllowed;
}
