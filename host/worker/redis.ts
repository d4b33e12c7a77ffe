// Worker. Asks the main thread, which holds the connections, and blocks until it has answered.
import type { FromWorker, RedisAnswer } from '../protocol.ts';
import type { RedisAddress } from '../redis/address.ts';
import { failureIn, RedisError, tooLarge } from '../redis/replies.ts';
import { type Argument, decodeReplies, encodeCommands, type Reply } from '../redis/resp.ts';
import { job, link } from './current.ts';

let nextQuestion = 1;
let nextConnection = 1;

/** There is no connection. */
export class Unreachable extends RedisError {
  /** True: there was one before. */
  readonly wasConnected: boolean;

  constructor(text: string, wasConnected: boolean) {
    super(text);
    this.wasConnected = wasConnected;
  }
}

/** A connection that only this request uses. */
export class OwnConnection {
  readonly #number: number;

  /** Throws a RedisError. */
  constructor(address: RedisAddress) {
    this.#number = nextConnection++;
    ask({ type: 'redis-open', question: nextQuestion++, connection: this.#number, address });
  }

  /** Throws a RedisError, also for an error reply. */
  run(command: Argument[]): Reply {
    return runOn(this.#number, command);
  }

  /** Sends all commands at once; replies may be errors. */
  runAll(commands: Argument[][]): Reply[] {
    return sendAll(this.#number, commands);
  }

  close(): void {
    link().post({ type: 'redis-close', connection: this.#number });
  }
}

/** One command to a store, on the connection that all share. Throws a RedisError, also for an error reply. */
export function runOnStore(label: string, command: Argument[]): Reply {
  return runOn(label, command);
}

function runOn(to: string | number, command: Argument[]): Reply {
  const reply = sendAll(to, [command])[0] as Reply;
  const failure = failureIn(reply);
  if (failure) throw failure;
  return reply;
}

function sendAll(to: string | number, commands: Argument[][]): Reply[] {
  const chunk = encodeCommands(commands);
  return decodeReplies(ask({ type: 'redis-send', question: nextQuestion++, to, count: commands.length, chunk }));
}

/** Blocks until the answer is there. */
function ask(message: FromWorker & { question: number }): Uint8Array {
  const { redis } = job();
  redis.question = message.question;
  redis.answer = undefined;
  link().post(message);
  link().waitUntil(
    () => redis.answer !== undefined,
    () => Number.POSITIVE_INFINITY,
  );
  const { failure, wasConnected, tooLarge: isTooLarge, replies } = (redis.answer as RedisAnswer | undefined) ?? {};
  redis.answer = undefined;
  if (failure !== undefined) throw new Unreachable(failure, wasConnected === true);
  if (isTooLarge) throw tooLarge();
  return replies ?? new Uint8Array();
}
