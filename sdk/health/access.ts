// Guest. Who may see details and who may drain. Tokens are Spin variables; without one, nobody may.
import { isSameSecret } from '../same-secret.ts';
import { optionalVariable } from '../variable.ts';

export const healthToken = 'health_token';
export const drainToken = 'drain_token';

/** Whether drain requests are answered at all. */
export function isDrainOn(): boolean {
  return (optionalVariable(drainToken) ?? '') !== '';
}

/** Whether the request carries, as bearer token, the value of one of these variables. Throws when one cannot be read. */
export async function carriesToken(request: Request, variables: string[]): Promise<boolean> {
  const [, given] = /^bearer +(\S+) *$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  if (given === undefined) return false;
  let isSame = false;
  for (const variable of variables) {
    const token = optionalVariable(variable);
    if (token && (await isSameSecret(given, token))) isSame = true;
  }
  return isSame;
}
