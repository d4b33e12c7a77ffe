// Guest, benchmarks. Does what the query asks for: nothing, ten log lines, or a tree of four spans.
import { trace } from '@opentelemetry/api';
import { logger, serve } from 'spin-sidecars';

const tracer = trace.getTracer('bench');

const works: Record<string, () => Promise<void> | void> = {
  lines() {
    for (let line = 0; line < 10; line++) {
      logger.info('Tool execution completed', { tool: 'weather', duration_ms: 234, location: 'San Francisco', line });
    }
  },

  spans: () =>
    tracer.startActiveSpan('outer', { attributes: { tool: 'weather' } }, async (outer) => {
      for (let child = 0; child < 3; child++) {
        await tracer.startActiveSpan(`child ${child}`, async (span) => {
          await Promise.resolve();
          span.setAttribute('child', child);
          span.end();
        });
      }
      outer.end();
    }),
};

serve(async (request) => {
  await works[new URL(request.url).searchParams.get('work') ?? '']?.();
  return new Response('ok');
});
