// Guest. One OTLP request with metrics: secret, form, size, decoding, pushing, answer. Runs on plain Node as well.
import { type Batch, push } from 'sidecars:metrics/registry@0.1.0';
import { decodeJson } from '../../otlp/json.ts';
import { OtlpError } from '../../otlp/message.ts';
import { type MetricsRequest, metricsRequest } from '../../otlp/metrics.ts';
import { decodeProtobuf } from '../../otlp/protobuf.ts';
import { logger } from '../../sdk/log/logger.ts';
import { carriesSecret, isSame, secretError } from '../../sdk/secret.ts';
import { describeFailure, isInvalid } from '../../sdk/wit-error.ts';
import { errorAnswer, type Form, formOf, successAnswer } from './answers.ts';
import { batchesOf } from './batches.ts';
import { readBody, TooLarge, UnknownEncoding } from './body.ts';
import { type Converted, convert } from './convert.ts';
import { ownBatch, type ReceiveFacts } from './metrics.ts';

export interface Settings {
  /** What a sender has to know; empty: nobody may send. */
  secret: string;
  maxBytes: number;
}

export interface Received {
  response: Response;
  /** Of what was stored. */
  isFromHost: boolean;
  /** Ask the registry to fold after the response. */
  foldDue: boolean;
}

/** Answers one request and counts it. `settings` may throw: that is a 500. */
export async function receive(request: Request, settings: () => Settings): Promise<Received> {
  const form = formOf(request.headers.get('content-type'));
  const { response, facts, foldDue = false } = await respond(request, form, settings);
  const isFolding = facts !== undefined && store(ownBatch(facts)) === true;
  return { response, isFromHost: facts?.isFromHost ?? false, foldDue: foldDue || isFolding };
}

/** How every OTLP path ends; the secret may stand before it. */
const metricsPath = '/v1/metrics';

interface Outcome {
  response: Response;
  /** Undefined: not worth a push. */
  facts?: ReceiveFacts;
  foldDue?: boolean;
}

async function respond(request: Request, form: Form | undefined, settings: () => Settings): Promise<Outcome> {
  const refuse = (
    outcome: ReceiveFacts['outcome'],
    status: number,
    message: string,
    headers?: HeadersInit,
  ): Outcome => ({
    response: errorAnswer(form ?? 'json', status, message, headers),
    facts: { outcome, accepted: 0, rejected: 0, isFromHost: false },
  });
  if (request.method !== 'POST') {
    const message = `${request.method} is not allowed here: use POST`;
    return { response: errorAnswer('json', 405, message, [['allow', 'POST']]) };
  }
  const { pathname } = new URL(request.url);
  if (!pathname.endsWith(metricsPath)) {
    return {
      response: errorAnswer(form ?? 'json', 404, `${pathname} is not known here: metrics go to …${metricsPath}`),
    };
  }
  let configured: Settings;
  try {
    configured = settings();
  } catch (error) {
    logger.error(describeFailure(error));
    return refuse('failed', 500, describeFailure(error));
  }
  const refusal = await refusalOf(request.headers.get('authorization'), pathname, configured.secret);
  if (refusal) return refuse('unauthorized', 401, refusal, [['www-authenticate', 'Bearer realm="telemetry"']]);
  if (!form) {
    const found = request.headers.get('content-type') ?? 'none';
    return refuse(
      'unsupported',
      415,
      `Content-Type: found ${found}, expected application/x-protobuf or application/json`,
    );
  }
  try {
    const bytes = await readBody(request, configured.maxBytes);
    return storeAll(form, convert(decode(form, bytes)));
  } catch (error) {
    if (error instanceof TooLarge) {
      return refuse(
        'too_large',
        413,
        `the body has more than ${configured.maxBytes} bytes: send less at once, or raise SIDECARS_OTLP_MAX_BYTES`,
      );
    }
    if (error instanceof UnknownEncoding) {
      return refuse('unsupported', 415, `Content-Encoding: found ${error.message}, expected gzip, deflate or none`);
    }
    const reason = error instanceof OtlpError ? error.message : `the body cannot be read: ${describeFailure(error)}`;
    return refuse('malformed', 400, reason);
  }
}

function decode(form: Form, bytes: Uint8Array): MetricsRequest {
  if (form === 'protobuf') return decodeProtobuf(metricsRequest, bytes) as unknown as MetricsRequest;
  return decodeJson(metricsRequest, new TextDecoder().decode(bytes)) as unknown as MetricsRequest;
}

async function refusalOf(authorization: string | null, pathname: string, secret: string): Promise<string | undefined> {
  const error = secretError(secret);
  if (error) return `the variable telemetry_secret cannot be used: ${error}`;
  if (secret === '')
    return 'the variable telemetry_secret is not set, so nobody may send: set it, and send it as bearer token';
  // SpinKube lets nobody set headers of the host, only its address
  const inPath = decodedPart(pathname.slice(0, -metricsPath.length).split('/').at(-1) ?? '');
  if ((await carriesSecret(authorization, secret)) || (await isSame(inPath, secret))) return undefined;
  const found = authorization === null ? 'found no Authorization header' : 'found another secret';
  return `${found}, expected the app's variable telemetry_secret as bearer token, or in the path before ${metricsPath}`;
}

function decodedPart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function storeAll(form: Form, { families, accepted, rejected, reasons, isFromHost }: Converted): Outcome {
  let refused = 0;
  let foldDue = false;
  for (const batch of batchesOf(families)) {
    const outcome = store(batch);
    if (outcome === 'failed') {
      // the registry tells repetitions apart, so the sender may send all of it again
      const response = errorAnswer(form, 503, 'the registry could not store it: send it again', [
        ['retry-after', '10'],
      ]);
      return { response, facts: { outcome: 'failed', accepted: 0, rejected: 0, isFromHost: false } };
    }
    if (typeof outcome === 'boolean') foldDue ||= outcome;
    else {
      refused += batch.samples.length;
      reasons.push(outcome.reason);
    }
  }
  const facts: ReceiveFacts = {
    outcome: rejected + refused > 0 ? 'partial' : 'accepted',
    accepted: accepted - refused,
    rejected: rejected + refused,
    isFromHost,
  };
  return { response: successAnswer(form, facts.rejected, reasons.join('; ')), facts, foldDue };
}

/** Whether a fold is due, or why it was not stored. */
function store(batch: Batch): boolean | 'failed' | { reason: string } {
  try {
    return push(batch).foldDue;
  } catch (error) {
    logger.error('a push was not stored', { error });
    return isInvalid(error) ? { reason: describeFailure(error) } : 'failed';
  }
}
