// Node. What the user can mend: printed as one line, without a stack.

/** `message` says the subject, what was found, what was expected, what to do. */
export class UserError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UserError';
  }
}
