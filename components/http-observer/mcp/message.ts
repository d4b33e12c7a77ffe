// Guest. What an MCP request asks for and how it was answered, from the beginnings of the two bodies.
import { Bytes } from '../../compiled/bytes.ts';
import { JsonCursor } from './json-cursor.ts';

const PROTOCOL_VERSION: string = 'io.modelcontextprotocol/protocolVersion';

/** A request or a notification. */
export class McpRequest {
  /** Empty: none was found. */
  method: Bytes = Bytes.empty();
  /** False: a notification, which gets no answer. */
  hasId: bool = false;
  /** `params.name`. */
  name: Bytes = Bytes.empty();
  /** Of `params._meta`. */
  protocolVersion: Bytes = Bytes.empty();

  /** What is not found stays empty. */
  static read(body: Bytes): McpRequest {
    const request = new McpRequest();
    const json = new JsonCursor(body);
    if (json.enterObject()) {
      for (let key = json.nextKey(); key !== null; key = json.nextKey()) {
        if (key.equalsText('method')) request.method = json.text();
        else if (key.equalsText('id')) request.hasId = !json.isNull();
        else if (key.equalsText('params')) request.readParams(json);
        else json.skip();
      }
    }
    return request;
  }

  private readParams(json: JsonCursor): void {
    if (!json.enterObject()) return;
    for (let key = json.nextKey(); key !== null; key = json.nextKey()) {
      if (key.equalsText('name')) this.name = json.text();
      else if (key.equalsText('_meta')) this.readMeta(json);
      else json.skip();
    }
  }

  private readMeta(json: JsonCursor): void {
    if (!json.enterObject()) return;
    for (let key = json.nextKey(); key !== null; key = json.nextKey()) {
      if (key.equalsText(PROTOCOL_VERSION)) this.protocolVersion = json.text();
      else json.skip();
    }
  }
}

/** The answer to one request: a JSON text, or the first such message of an event stream. */
export class McpResponse {
  /** A result that was read to its end. */
  isResult: bool = false;
  /** The result says that the tool failed. */
  isToolError: bool = false;
  /** As it is written; empty: no error. */
  errorCode: Bytes = Bytes.empty();
  /** What `initialize` agreed on. */
  protocolVersion: Bytes = Bytes.empty();

  static read(body: Bytes): McpResponse {
    const response = new McpResponse();
    const text = body.trim();
    if (text.startsWithText('{')) response.readMessage(text);
    else response.readEvents(text);
    return response;
  }

  private get isRead(): bool {
    return this.isResult || this.isToolError || this.errorCode.length > 0;
  }

  /** Lines `data: {…}`; progress and other notifications come before the answer. */
  private readEvents(text: Bytes): void {
    let from = 0;
    while (from < text.length && !this.isRead) {
      let to = from;
      while (to < text.length && text.at(to) !== 10 && text.at(to) !== 13) to++;
      const line = text.slice(from, to);
      if (line.startsWithText('data:')) this.readMessage(line.slice(5, line.length).trim());
      from = to + 1;
    }
  }

  private readMessage(text: Bytes): void {
    const json = new JsonCursor(text);
    if (!json.enterObject()) return;
    for (let key = json.nextKey(); key !== null; key = json.nextKey()) {
      if (key.equalsText('result')) this.readResult(json);
      else if (key.equalsText('error')) this.readError(json);
      else json.skip();
    }
  }

  private readResult(json: JsonCursor): void {
    if (json.enterObject()) {
      for (let key = json.nextKey(); key !== null; key = json.nextKey()) {
        if (key.equalsText('isError')) this.isToolError = json.isTrue();
        else if (key.equalsText('protocolVersion')) this.protocolVersion = json.text();
        else json.skip();
      }
    }
    this.isResult = !json.failed;
  }

  private readError(json: JsonCursor): void {
    if (!json.enterObject()) return;
    for (let key = json.nextKey(); key !== null; key = json.nextKey()) {
      if (key.equalsText('code')) this.errorCode = json.number();
      else json.skip();
    }
  }
}
