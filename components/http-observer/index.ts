// Guest. The pass-through that measures: it takes a component's requests, hands them on, and pushes what it saw. The
// exports get the names of the WIT world in scripts/build/assemblyscript.ts.
import { cabi_realloc, reset } from '../compiled/arena.ts';
import { IncomingRequest } from './bindings/http-server.ts';
import { fold, foldDue } from './bindings/registry.ts';
import { Forwarding } from './forward.ts';
import { logFault, logRequest } from './log.ts';
import { Observed } from './observed.ts';
import { readSettings } from './settings.ts';

export { cabi_realloc };

/** wasi:http/incoming-handler. */
export function handle(request: i32, outparam: i32): void {
  const seen = new Observed();
  const settings = readSettings();
  new Forwarding(settings, seen, outparam).run(new IncomingRequest(request));
  logRequest(settings, seen);
  if (foldDue) {
    const error = fold();
    if (error !== null) logFault(settings, seen, `the registry could not be folded: ${error}`);
  }
  reset();
}
