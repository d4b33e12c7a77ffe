import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { values as environment } from '../../support/guest/environment.ts';
import type { output } from '../../support/guest/output.ts';

/** A component of which nothing is built yet, and an instance that has its first request. */
async function instance(variables: Record<string, string> = {}, traceparent: string | null = null) {
  vi.resetModules();
  for (const name of Object.keys(environment)) if (/LOG/.test(name)) delete environment[name];
  Object.assign(environment, variables);
  const { logger } = await import('../../../sdk/log/logger.ts');
  const { beginRequest } = await import('../../../sdk/metrics/begin-request.ts');
  // the stand-ins were loaded anew too
  const { output: written } = await import('../../support/guest/output.ts');
  Object.assign((await import('../../support/guest/environment.ts')).values, environment);
  return { logger, begin: () => beginRequest(traceparent), written };
}

const lines = (written: typeof output) => [...written.stdout, ...written.stderr].map((line) => JSON.parse(line));

let error: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  error = vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  error.mockRestore();
  for (const name of Object.keys(environment)) if (/LOG/.test(name)) delete environment[name];
});

describe('the logger', () => {
  it('writes the guide’s line, with the ids of the request’s trace, in one write', async () => {
    const trace = '0af7651916cd43dd8448eb211c80319c';
    const { logger, begin, written } = await instance({}, `00-${trace}-b7ad6b7169203331-00`);
    begin();
    logger.info('Tool execution completed', {
      tool: 'weather',
      duration_ms: 234,
      location: 'San Francisco',
      status: 'success',
    });
    expect(written.stdout).toHaveLength(1);
    expect(written.stdout[0]).toMatch(/\n$/);
    const [{ timestamp, ...line }] = lines(written);
    expect(Date.now() - Date.parse(timestamp)).toBeLessThan(10_000);
    expect(line).toEqual({
      level: 'info',
      component: 'unit',
      message: 'Tool execution completed',
      trace_id: trace,
      span_id: 'b7ad6b7169203331',
      tool: 'weather',
      duration_ms: 234,
      location: 'San Francisco',
      status: 'success',
    });
  });

  it.each([
    [{}, ['info', 'warn', 'error', 'fatal']],
    [{ LOG_LEVEL: 'trace' }, ['trace', 'debug', 'info', 'warn', 'error', 'fatal']],
    [{ LOG_LEVEL: 'off' }, []],
    [{ RUST_LOG: 'error', SPIN_LOG: 'trace' }, ['error', 'fatal']],
    [{ SPIN_LOG: 'warn,unit=fatal' }, ['fatal']],
    [{ LOG_LEVEL: '', RUST_LOG: 'spin=debug' }, ['info', 'warn', 'error', 'fatal']],
  ])('has the level of %j', async (variables, expected) => {
    const { logger, begin, written } = await instance(variables as unknown as Record<string, string>);
    begin();
    for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const) {
      expect(logger.isLevelEnabled(level)).toBe((expected as string[]).includes(level));
      logger[level](level);
    }
    expect(lines(written).map(({ message }) => message)).toEqual(expected);
  });

  it('says once what of its environment it cannot understand, and goes on', async () => {
    const { logger, begin, written } = await instance({ LOG_LEVEL: 'loud', LOG_FORMAT: 'xml', LOG_ACCESS_RATIO: '2' });
    begin();
    logger.info('first');
    logger.info('second');
    expect(lines(written).map(({ message }) => message)).toEqual([
      'LOG_LEVEL is "loud", expected trace, debug, info, warn, error, fatal or off; info it is',
      'LOG_FORMAT is "xml", expected json or text; json it is',
      'LOG_ACCESS_RATIO is "2", expected a number from 0 to 1; 1 it is',
      'first',
      'second',
    ]);
  });

  it('writes text, and to stderr, where it is told to', async () => {
    const { logger, begin, written } = await instance({ LOG_FORMAT: 'text', LOG_DESTINATION: 'stderr' });
    begin();
    logger.warn('hot', { celsius: 31 });
    expect(written.stdout).toEqual([]);
    expect(written.stderr[0]).toMatch(/^\S+Z WARN {2}unit hot celsius=31\n$/);
  });

  it('has children that add fields and hide more', async () => {
    const { logger, begin, written } = await instance({ LOG_REDACT: 'ssn' });
    begin();
    const child = logger.child({ request: 7 }, { redact: ['card'] }).child({ user: 'a' });
    child.info('paid', { card: 4711, ssn: 1, password: 'x', user: 'b' });
    logger.info('plain', { card: 4711 });
    const [paid, plain] = lines(written);
    expect(paid).toMatchObject({
      request: 7,
      user: 'b',
      card: '[redacted]',
      ssn: '[redacted]',
      password: '[redacted]',
    });
    expect(plain).toMatchObject({ card: 4711 });
    expect(plain).not.toHaveProperty('request');
  });

  it('takes an Error in the place of fields, or of the message', async () => {
    const { logger, begin, written } = await instance();
    begin();
    logger.error('failed', new TypeError('why'));
    logger.error(new RangeError('alone') as never);
    logger.error('host', { payload: { tag: 'no-such-store' } });
    const [failed, alone, host] = lines(written);
    expect(failed.error).toMatchObject({ type: 'TypeError', message: 'why' });
    expect([alone.message, alone.error.type]).toEqual(['alone', 'RangeError']);
    expect(host.error).toEqual({ type: 'host error', message: 'no-such-store' });
  });

  it.each<[string, unknown, unknown]>([
    ['a message that cannot be text', Object.create(null), {}],
    ['a message that is a symbol', Symbol('x'), {}],
    [
      'fields that are a proxy',
      'x',
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('no');
          },
        },
      ),
    ],
    ['fields that are a text', 'x', 'y'],
    ['no message', undefined, null],
  ])('bears %s', async (_, message, fields) => {
    const { logger, begin, written } = await instance();
    begin();
    logger.info(message as never, fields as never);
    expect(lines(written)).toHaveLength(1);
  });

  it('bears a host that takes no lines', async () => {
    const { logger, begin, written } = await instance();
    begin();
    written.isBroken = true;
    expect(() => logger.info('lost')).not.toThrow();
  });

  it('prints to the build before the first request, without asking the host', async () => {
    const { logger, written } = await instance();
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    logger.info('building');
    expect(String(log.mock.calls[0])).toMatch(/INFO {2}build building$/);
    expect(lines(written)).toEqual([]);
    log.mockRestore();
  });
});
