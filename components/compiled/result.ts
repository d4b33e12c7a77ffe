// Guest. AssemblyScript has no exceptions: what can fail returns one of these.

/** `value` counts only when `error` is null; `error` is a text for people. */
export class Result<T> {
  constructor(
    readonly value: T,
    readonly error: string | null,
  ) {}
}
