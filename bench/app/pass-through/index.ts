// Guest, benchmarks. What the observer does, in TypeScript: hands the request on, and is measured by `serve`. The body is
// read whole: the engine loses about one request in 1,000 whose stream is handed on, on Spin too.
import { serve } from 'spin-sidecars';
import { environment } from '../../../sdk/environment.ts';

serve(async (request) => {
  const { pathname, search } = new URL(request.url);
  const headers = new Headers(request.headers);
  headers.delete('host');
  const body = request.body === null ? undefined : await request.arrayBuffer();
  return fetch(`http://${environment('PASS_TO')}.spin.internal${pathname}${search}`, {
    method: request.method,
    headers,
    body,
  });
});
