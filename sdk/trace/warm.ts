// Guest, build time. A span tree that nobody sees, so that the tracer is compiled and frozen into the component. The engine
// has no clock at build time, and the tracer asks for it.
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { provider } from './provider.ts';
import { beginRecording, takeSpans } from './recorder.ts';

const turns = 3;

export function warmTrace(): ReadableSpan[] {
  // the tracer keeps this object, so it is the object that gets a clock, over that of its prototype
  Object.defineProperty(performance, 'now', { value: () => 1, configurable: true });
  Object.defineProperty(performance, 'timeOrigin', { value: 0, configurable: true });
  try {
    let spans: ReadableSpan[] = [];
    for (let turn = 0; turn < turns; turn++) {
      beginRecording();
      makeTree();
      spans = takeSpans();
    }
    return spans;
  } finally {
    Reflect.deleteProperty(performance, 'now');
    Reflect.deleteProperty(performance, 'timeOrigin');
    beginRecording();
  }
}

function makeTree(): void {
  const tracer = provider.getTracer('spin-sidecars');
  const root = tracer.startSpan(
    'warm-up',
    { kind: SpanKind.SERVER, startTime: 1, attributes: { a: 'b' } },
    ROOT_CONTEXT,
  );
  const context = trace.setSpan(ROOT_CONTEXT, root);
  const child = tracer.startSpan('warm-up', { kind: SpanKind.CLIENT, attributes: { a: 1 } }, context);
  child.addEvent('warm-up', { a: true });
  child.recordException(new Error('warm-up'));
  child.setStatus({ code: SpanStatusCode.ERROR, message: 'warm-up' });
  child.end();
  root.setAttributes({ b: 0.5, c: ['d'] });
  root.end();
}
