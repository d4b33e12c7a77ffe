// Guest, benchmarks. What the observer does, in TypeScript: hands the request on, and is measured by `serve`.
import { serve } from 'spin-sidecars';
import { environment } from '../../../sdk/environment.ts';

serve((request) => {
  const { pathname, search } = new URL(request.url);
  const headers = new Headers(request.headers);
  headers.delete('host');
  const body = request.body === null ? {} : { body: request.body, duplex: 'half' };
  return fetch(`http://${environment('PASS_TO')}.spin.internal${pathname}${search}`, {
    method: request.method,
    headers,
    ...body,
  } as RequestInit);
});
