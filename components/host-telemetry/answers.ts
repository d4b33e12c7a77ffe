// Guest. Answers as OTLP/HTTP wants them: in the form of the request, errors as a google.rpc.Status.
import { status } from '../../otlp/common.ts';
import { metricsResponse } from '../../otlp/metrics.ts';
import { encodeProtobuf } from '../../otlp/protobuf.ts';

export type Form = 'protobuf' | 'json';

const contentTypes: Record<Form, string> = { protobuf: 'application/x-protobuf', json: 'application/json' };

/** The form that a Content-Type names, or undefined. */
export function formOf(contentType: string | null): Form | undefined {
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase();
  return type === contentTypes.protobuf ? 'protobuf' : type === contentTypes.json ? 'json' : undefined;
}

/** google.rpc.Code by status code. */
const codes: Record<number, number> = { 400: 3, 401: 16, 404: 5, 405: 12, 413: 8, 415: 3, 500: 13, 503: 14 };

export function errorAnswer(form: Form, httpStatus: number, message: string, headers: HeadersInit = []): Response {
  const values = { code: codes[httpStatus], message };
  const body = form === 'json' ? JSON.stringify(values) : encodeProtobuf(status, values);
  return answer(form, httpStatus, body, headers);
}

export function successAnswer(form: Form, rejectedDataPoints: number, errorMessage: string): Response {
  const partial = rejectedDataPoints > 0;
  if (form === 'json') {
    const partialSuccess = { rejectedDataPoints: String(rejectedDataPoints), errorMessage };
    return answer(form, 200, JSON.stringify(partial ? { partialSuccess } : {}));
  }
  const values = partial ? { partialSuccess: { rejectedDataPoints, errorMessage } } : {};
  return answer(form, 200, encodeProtobuf(metricsResponse, values));
}

function answer(form: Form, httpStatus: number, body: string | Uint8Array, headers: HeadersInit = []): Response {
  const response = new Response(body as BodyInit, { status: httpStatus, headers });
  response.headers.set('content-type', contentTypes[form]);
  return response;
}
