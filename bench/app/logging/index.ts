// Guest, benchmarks. Answers two bytes and writes as many log lines as it is asked for.
import { logger, serve } from 'spin-sidecars';

serve((request) => {
  const lines = Number(new URL(request.url).searchParams.get('lines'));
  for (let line = 0; line < lines; line++) {
    logger.info('Tool execution completed', {
      tool: 'weather',
      duration_ms: 234,
      location: 'San Francisco',
      status: 'success',
    });
  }
  return new Response('ok');
});
