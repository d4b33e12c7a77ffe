// Worker. Puts each message from the main thread where it belongs. What comes for something that is over is dropped.
import type { ToWorker } from '../protocol.ts';
import { maybeJob } from './current.ts';

export function receive(message: ToWorker): void {
  const job = maybeJob();
  if (!job || message.type === 'job') return;
  if (message.type === 'redis') {
    if (message.question === job.redis.question) job.redis.answer = message.answer;
    return;
  }
  const call = job.calls.get(message.stream);
  if (!call && message.stream !== job.stream) return;
  const inbound = call ? call.responseBody : job.requestBody;
  const outbound = call ? call.requestBody : job.responseBody;
  switch (message.type) {
    case 'data':
      inbound.push(message.chunk);
      break;
    case 'end':
      inbound.trailers = message.trailers;
      inbound.ended = true;
      break;
    case 'fail':
      inbound.failure = message.error;
      break;
    case 'credit':
      outbound.credit(message.bytes);
      break;
    case 'gone':
      outbound.gone = true;
      break;
    case 'response':
      if (call) call.outcome = { status: message.status, headers: message.headers };
      break;
    case 'failure':
      if (call) call.outcome = message.failure;
      break;
  }
}
