// Worker. The guest sees an error code; people see what to do.
import { link } from './current.ts';

/** `address` is what an entry of allowed_outbound_hosts would have to be. */
export function reportDenied(address: string): void {
  const text = `a guest tried to reach ${address}, which its component's allowed_outbound_hosts does not name; to allow it add "${address}"`;
  link().post({ type: 'log', text });
  link().flush();
}
