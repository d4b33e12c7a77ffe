// Guest, benchmarks. What the observer does, in TypeScript: hands the request on, and is measured by `serve`. Bodies are
// read whole: the engine loses one request in some thousands whose streams are handed on, on Spin too.
import { serve } from 'spin-sidecars';
import { environment } from '../../../sdk/environment.ts';

serve(async (request) => {
  const { pathname, search } = new URL(request.url);
  const headers = new Headers(request.headers);
  headers.delete('host');
  const body = request.body === null ? undefined : await request.arrayBuffer();
  const response = await fetch(`http://${environment('PASS_TO')}.spin.internal${pathname}${search}`, {
    method: request.method,
    headers,
    body,
  });
  return new Response(await response.arrayBuffer(), response);
});
