// Guest, benchmarks. The least that a tool can do.
export async function empty(): Promise<Response> {
  return new Response('ok');
}
