// Node, main thread. One connection to Redis: commands go out as they come, replies come back in their order.
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { messageOf } from '../errors.ts';
import { placeOf, type RedisAddress } from './address.ts';
import { maxResultBytes, serverError } from './replies.ts';
import { type Argument, decodeReplies, encodeCommands } from './resp.ts';
import { owned, ReplyScanner } from './scanner.ts';

/** For name, connection, TLS and login together. */
const connectTimeoutMs = 10_000;
const keepAliveMs = 30_000;

/** Replies of one or more commands, one after the other; undefined: one was too large. */
export type Replies = Uint8Array | undefined;

interface Waiting {
  missing: number;
  parts: Replies[];
  resolve(replies: Replies): void;
  reject(error: Error): void;
}

export class RedisConnection {
  readonly #socket: Socket;
  readonly #place: string;
  readonly #waiting: Waiting[] = [];
  #lost: Error | undefined;

  /** Connects and logs in. Throws an Error. */
  static async open(address: RedisAddress): Promise<RedisConnection> {
    const connection = new RedisConnection(await connect(address), placeOf(address));
    try {
      await connection.#introduce(address);
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  private constructor(socket: Socket, place: string) {
    this.#socket = socket;
    this.#place = place;
    const scanner = new ReplyScanner(maxResultBytes, (reply) => this.#take(reply));
    let failure: Error | undefined;
    socket.on('data', (data: Buffer) => {
      try {
        scanner.push(data);
      } catch (error) {
        socket.destroy(error as Error);
      }
    });
    socket.on('error', (error) => {
      failure = error;
    });
    socket.on('close', () => this.#fail(failure ? messageOf(failure) : 'the server closed it'));
  }

  /** False: lost or closed, for good. */
  get isOpen(): boolean {
    return this.#lost === undefined && !this.#socket.destroyed;
  }

  /** `count` replies belong to `commands`. Rejects when the connection is lost before the last one. */
  send(commands: Uint8Array, count: number): Promise<Replies> {
    return new Promise((resolve, reject) => {
      if (this.#lost) {
        reject(this.#lost);
        return;
      }
      this.#waiting.push({ missing: count, parts: [], resolve, reject });
      this.#socket.write(commands);
    });
  }

  /** Safe to call twice. */
  close(): void {
    this.#socket.destroy();
  }

  #take(reply: Replies): void {
    const [first] = this.#waiting;
    if (!first) return;
    first.parts.push(reply);
    first.missing--;
    if (first.missing > 0) return;
    this.#waiting.shift();
    first.resolve(first.parts.length === 1 ? reply : join(first.parts));
  }

  #fail(reason: string): void {
    if (this.#lost) return;
    this.#lost = new Error(
      `Redis at ${this.#place}: lost the connection: ${reason}; the command may or may not have run`,
    );
    for (const { reject } of this.#waiting.splice(0)) reject(this.#lost);
  }

  async #introduce(address: RedisAddress): Promise<void> {
    const { username, password, database, resp3 } = address;
    const commands: Argument[][] = [];
    const login = password === undefined ? [] : [username ?? 'default', password];
    if (resp3) commands.push(['HELLO', '3', ...(login.length > 0 ? ['AUTH', ...login] : [])]);
    else if (password !== undefined) commands.push(['AUTH', ...(username === undefined ? [] : [username]), password]);
    if (database !== 0) commands.push(['SELECT', String(database)]);
    if (commands.length === 0) return;
    const timeout = setTimeout(() => this.#socket.destroy(timedOut()), connectTimeoutMs).unref();
    const replies = await this.send(encodeCommands(commands), commands.length).finally(() => clearTimeout(timeout));
    for (const [index, reply] of decodeReplies(replies as Uint8Array).entries()) {
      if (reply.tag !== 'error') continue;
      const { message } = serverError(reply.val);
      throw new Error(
        commands[index]?.[0] === 'SELECT'
          ? `Redis at ${this.#place}: Redis server refused to switch database to ${database} (${message}); correct the number in the address`
          : `Redis at ${this.#place}: Password authentication failed (${message}); correct user and password in the address`,
      );
    }
  }
}

function join(parts: Replies[]): Replies {
  return parts.includes(undefined) ? undefined : owned(parts as Uint8Array[]);
}

function connect(address: RedisAddress): Promise<Socket> {
  const { host, port, tls, insecure } = address;
  return new Promise((resolve, reject) => {
    const socket = tls
      ? connectTls({ host, port, servername: isIP(host) === 0 ? host : '', rejectUnauthorized: !insecure })
      : connectTcp({ host, port });
    const timeout = setTimeout(() => socket.destroy(timedOut()), connectTimeoutMs).unref();
    const fail = (error: NodeJS.ErrnoException) => {
      clearTimeout(timeout);
      reject(
        new Error(
          `Redis at ${placeOf(address)}: found no server (${error.code ?? error.message}), expected one to connect to; start it or correct the address`,
        ),
      );
    };
    socket.setNoDelay(true);
    // Finds out about a server that went without a word.
    socket.setKeepAlive(true, keepAliveMs);
    // Whoever waits for it is kept alive by something else.
    socket.unref();
    socket.once('error', fail);
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      clearTimeout(timeout);
      socket.off('error', fail);
      resolve(socket);
    });
  });
}

function timedOut(): Error {
  return Object.assign(new Error(`no answer within ${connectTimeoutMs / 1000} s`), { code: 'ETIMEDOUT' });
}
