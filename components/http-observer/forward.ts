// Guest. One request on its way to the target, and the answer on its way back, both at once. Every handle is given back
// in order: the host traps when something is dropped that still has children.
import { mark, release } from '../compiled/arena.ts';
import { Bytes } from '../compiled/bytes.ts';
import { subscribeDuration } from '../compiled/monotonic-clock.ts';
import { Fields } from './bindings/fields.ts';
import { errorCode, FutureResponse, IncomingResponse, OutgoingRequest } from './bindings/http-client.ts';
import { answer, IncomingRequest, Method, OutgoingResponse } from './bindings/http-server.ts';
import { streamFault } from './bindings/streams.ts';
import { Excerpt } from './excerpt.ts';
import { Observed } from './observed.ts';
import { Outcome, outcomeOf, statusOf } from './outcome.ts';
import { Patience } from './patience.ts';
import { record } from './record.ts';
import { COUNTED_HEADER, parseLength, RequestHeaders } from './request-headers.ts';
import { routeOf } from './routes.ts';
import { Settings } from './settings.ts';
import { Transfer, TransferState } from './transfer.ts';
import { Upload } from './upload.ts';

/**
 * How long a head waits for its body, so that both leave in one packet: alone, it would make keep-alive clients wait
 * 40 ms for what follows.
 */
const HOLD_NANOSECONDS: u64 = 10_000_000;

/** A request that is on its way. */
class Sent {
  constructor(
    readonly future: FutureResponse,
    readonly upload: Upload,
  ) {}
}

export class Forwarding {
  constructor(
    private settings: Settings,
    private seen: Observed,
    private outparam: i32,
  ) {}

  /** Answers in every case, and takes the request. */
  run(request: IncomingRequest): void {
    const method = request.method();
    const sent = this.send(request, method);
    if (sent === null) this.refuse();
    else this.respond(sent, method);
    request.drop();
  }

  private respond(sent: Sent, method: Method): void {
    const response = this.awaitResponse(sent);
    if (response !== null) {
      this.passOn(response, method, sent.upload);
    } else {
      this.refuse();
      sent.upload.abort();
    }
  }

  private send(request: IncomingRequest, method: Method): Sent | null {
    const seen = this.seen;
    const target = request.pathWithQuery();
    seen.method = method.text;
    seen.path = withoutQuery(target);
    seen.route = routeOf(this.settings.routes, seen.path);
    const fault = this.settings.fault;
    if (fault !== null) {
      seen.fail(Outcome.Misconfigured, fault);
      return null;
    }
    const fields = request.headers();
    const headers = new RequestHeaders(fields.entries(), request.authority());
    fields.drop();
    seen.traceparent = headers.traceparent;
    seen.isTraced = headers.isTraced;
    seen.mcpProtocolVersion = headers.mcpProtocolVersion;
    if (this.settings.isMcp && method.isPost && headers.isJson) {
      seen.request = new Excerpt();
      seen.response = new Excerpt();
    }
    const sent = headers.toFields();
    if (sent === null) {
      seen.fail(Outcome.TargetFailed, 'the host refuses one of the headers');
      return null;
    }
    const outgoing = new OutgoingRequest(sent);
    const path = this.settings.stripsRoute ? behindRoute(headers.pathInfo, target) : target;
    const body = outgoing.address(method, this.settings.isSecure, this.settings.authority, path)
      ? outgoing.body()
      : null;
    if (body === null) {
      outgoing.drop();
      seen.fail(Outcome.Misconfigured, 'the host takes the address or the length for none');
      return null;
    }
    const future = outgoing.send();
    if (future === null) {
      body.abort();
      seen.fail(outcomeOf(errorCode), `wasi:http error-code ${<i32>errorCode}`);
      return null;
    }
    const upload = new Upload(request.body(), body, headers.contentLength, seen);
    upload.move();
    return new Sent(future, upload);
  }

  /** null: there was none, or not in time. */
  private awaitResponse(sent: Sent): IncomingResponse | null {
    const future = sent.future;
    const upload = sent.upload;
    const patience = new Patience(this.settings.timeoutNanoseconds);
    while (!future.pollable.ready()) {
      if (patience.isOver(upload.isOpen ? upload.transfer : null)) {
        patience.end();
        future.drop();
        this.seen.fail(Outcome.Timeout, `no answer within ${this.settings.timeoutNanoseconds / 1_000_000} ms`);
        return null;
      }
      upload.moveUntil(future.pollable, patience.timer);
    }
    patience.end();
    const response = future.response();
    if (response === null) this.seen.fail(outcomeOf(errorCode), `wasi:http error-code ${<i32>errorCode}`);
    return response;
  }

  /** There is no answer of the target: one of our own. */
  private refuse(): void {
    const seen = this.seen;
    seen.status = statusOf(seen.outcome);
    const text = Bytes.of(
      seen.status === 504 ? 'no answer in time\n' : seen.status === 500 ? 'internal server error\n' : 'bad gateway\n',
    );
    const headers = Fields.empty();
    headers.append('content-type', 'text/plain');
    headers.append('content-length', text.length.toString());
    const response = new OutgoingResponse(seen.status, headers);
    const body = !seen.method.equalsText('HEAD') ? response.body() : null;
    if (body !== null) {
      body.stream.write(text);
      body.finish();
      seen.responseBytes = text.length;
    }
    record(this.settings, seen);
    answer(this.outparam, response);
  }

  private passOn(response: IncomingResponse, method: Method, upload: Upload): void {
    const seen = this.seen;
    seen.status = response.status;
    const headers = response.headers();
    const copy = headers.copy();
    const length = headers.first('content-length');
    const declaredBytes = length === null ? <i64>-1 : parseLength(length);
    seen.isCounted = headers.first(COUNTED_HEADER) !== null;
    const hasHeaders = seen.status !== 500 || headers.entries().length > 0;
    headers.drop();
    if (seen.isCounted) copy.remove(COUNTED_HEADER);
    const outgoing = new OutgoingResponse(seen.status, copy);
    if (method.isHead || seen.status === 204 || seen.status === 304) this.passOnHead(outgoing, declaredBytes);
    else this.passOnWhole(response, outgoing, declaredBytes, hasHeaders, upload);
    // a host may take what is dropped here for the end of both directions
    upload.complete();
    response.drop();
  }

  /** The length of such a response is that of another one: with a body the host would hold us to it. */
  private passOnHead(outgoing: OutgoingResponse, declaredBytes: i64): void {
    const body = declaredBytes < 0 ? outgoing.body() : null;
    if (body !== null) body.finish();
    record(this.settings, this.seen);
    answer(this.outparam, outgoing);
  }

  private passOnWhole(
    response: IncomingResponse,
    outgoing: OutgoingResponse,
    declaredBytes: i64,
    hasHeaders: bool,
    upload: Upload,
  ): void {
    const seen = this.seen;
    const from = response.body();
    const to = outgoing.body();
    if (to === null) {
      seen.fail(Outcome.TargetFailed, 'its content-length is no number');
      this.refuse();
      upload.abort();
      from.drop();
      return;
    }
    const transfer = new Transfer(from.stream, to.stream, declaredBytes, seen.response);
    this.hold(transfer, upload);
    const isWhole = !transfer.isOpen;
    if (!isWhole) {
      seen.headSeconds = seen.elapsedSeconds;
      answer(this.outparam, outgoing);
      transfer.holdsLast = true;
      this.follow(transfer, upload);
    }
    seen.responseBytes = transfer.bytes;
    this.judge(transfer, hasHeaders);
    record(this.settings, seen);
    transfer.release();
    if (transfer.state === TransferState.Done) to.finish();
    else to.abort();
    if (isWhole) answer(this.outparam, outgoing);
    if (transfer.state === TransferState.Done) upload.complete();
    else upload.abort();
    from.drop();
  }

  /** Gives the body a moment to come, so that it leaves together with the head. */
  private hold(transfer: Transfer, upload: Upload): void {
    transfer.move();
    if (transfer.state !== TransferState.WaitsForBytes) return;
    const timer = subscribeDuration(HOLD_NANOSECONDS);
    while (transfer.state === TransferState.WaitsForBytes && !timer.ready()) {
      const bytes = transfer.pollable();
      upload.moveUntil(bytes, timer);
      bytes.drop();
      transfer.move();
    }
    timer.drop();
  }

  private follow(transfer: Transfer, upload: Upload): void {
    while (transfer.isOpen) {
      const place = mark();
      const outcome = this.seen.outcome;
      const pollable = transfer.pollable();
      upload.moveUntil(pollable, null);
      pollable.drop();
      transfer.move();
      // what is held back lies behind the mark, and so does what is said of a failure
      if (transfer.isOpen && this.seen.outcome === outcome) release(place);
    }
  }

  private judge(transfer: Transfer, hasHeaders: bool): void {
    if (transfer.state === TransferState.Unwanted) {
      this.seen.fail(Outcome.ClientGone, 'the client did not take the whole answer');
    } else if (transfer.state === TransferState.Broken) {
      this.seen.fail(Outcome.TargetAborted, `the answer broke off: ${streamFault()}`);
    } else if (transfer.isShort) {
      this.seen.fail(Outcome.TargetAborted, 'the answer is shorter than its content-length');
    } else if (!hasHeaders && transfer.bytes === 0) {
      // what hosts say for a component that trapped or never answered; no library answers so bare
      this.seen.fail(Outcome.TargetCrashed, 'it trapped or ended without an answer; the host logged why');
    }
  }
}

function withoutQuery(target: Bytes): Bytes {
  for (let i = 0; i < target.length; i++) if (target.at(i) === 63) return target.slice(0, i);
  return target;
}

/** What follows the route, with the query. */
function behindRoute(pathInfo: Bytes, target: Bytes): Bytes {
  const path = pathInfo.length > 0 ? pathInfo.toString() : '/';
  const query = target.slice(withoutQuery(target).length, target.length);
  return Bytes.of(path + query.toString());
}
