// Worker. wasi:io/error. Carries the HTTP error-code it came from, for wasi:http's http-error-code.
import type { HttpError } from '../protocol.ts';

export class IoError {
  readonly #text: string;
  readonly httpError: HttpError | undefined;

  constructor(text: string, httpError?: HttpError) {
    this.#text = text;
    this.httpError = httpError;
  }

  toDebugString(): string {
    return this.#text;
  }
}
