import { ROOT_CONTEXT } from '@opentelemetry/api';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetLogSettings, logger } from '../../../sdk/log/logger.ts';
import { useTelemetrySettings } from '../../../sdk/otlp/settings.ts';
import { phase } from '../../../sdk/phase.ts';
import { setRequestContext } from '../../../sdk/trace/active.ts';
import { ofHeaders, propagator } from '../../../sdk/trace/propagation.ts';
import { takeLines, written } from '../../support/guest/output.ts';

const environment = vi.hoisted(() => ({ values: {} as Record<string, string> }));
vi.mock('../../../sdk/environment.ts', () => ({
  environment: (name: string) => environment.values[name],
  componentName: () => environment.values.SIDECARS_COMPONENT ?? 'unknown',
}));

function configure(values: Record<string, string>): void {
  environment.values = { SIDECARS_COMPONENT: 'my-tool', ...values };
  forgetLogSettings();
  useTelemetrySettings(undefined);
}

beforeEach(() => {
  phase.isServing = true;
  configure({});
});
afterEach(() => {
  phase.isServing = false;
  setRequestContext(() => ROOT_CONTEXT);
  written.stdout.length = 0;
  written.stderr.length = 0;
});

describe('a line', () => {
  it('of the guide’s example has time, level, component, message and the fields', () => {
    logger.info('Tool execution completed', {
      tool: 'weather',
      duration_ms: 234,
      location: 'San Francisco',
      status: 'success',
    });
    const [line] = written.stdout;
    expect(line!.endsWith('}\n')).toBe(true);
    const { timestamp, ...rest } = JSON.parse(line!);
    expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(Object.entries(rest)).toEqual([
      ['level', 'info'],
      ['component', 'my-tool'],
      ['message', 'Tool execution completed'],
      ['tool', 'weather'],
      ['duration_ms', 234],
      ['location', 'San Francisco'],
      ['status', 'success'],
    ]);
  });

  it('has the ids of the trace that the request belongs to', () => {
    const headers = new Headers({ traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00' });
    setRequestContext(() => propagator.extract(ROOT_CONTEXT, headers, ofHeaders));
    logger.info('x');
    expect(takeLines()).toMatchObject([{ trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331' }]);
  });

  it('keeps its own names when a field has one of them', () => {
    logger.info('m', { level: 'fatal', message: 'other', timestamp: 1, trace_id: 'mine' });
    expect(takeLines()).toMatchObject([
      { level: 'info', message: 'm', 'fields.level': 'fatal', 'fields.message': 'other', trace_id: 'mine' },
    ]);
  });

  it('goes to standard error when LOG_DESTINATION says so', () => {
    configure({ LOG_DESTINATION: 'stderr' });
    logger.info('x');
    expect(written.stdout).toEqual([]);
    expect(takeLines('stderr')).toHaveLength(1);
  });

  it('is text for people with LOG_FORMAT=text, with the stack below and no control characters', () => {
    configure({ LOG_FORMAT: 'text' });
    logger.error('it \u001b[31mfailed\n', { place: 'San Francisco', n: 1, error: new Error('no') });
    const lines = written.stdout[0]!.split('\n');
    expect(lines[0]).toMatch(
      /^\S+Z ERROR my-tool: it \\u001b\[31mfailed\\n place="San Francisco" n=1 error=\{"type":"Error","message":"no"\}$/,
    );
    expect(lines[1]).toMatch(/^ {4}at /);
  });
});

describe('levels', () => {
  const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
  const written = (variables: Record<string, string>) => {
    configure(variables);
    for (const level of levels) logger[level]('x');
    return takeLines()
      .map(({ level }) => level)
      .filter((level) => level !== undefined);
  };

  it.each([
    [{}, 4],
    [{ LOG_LEVEL: 'trace' }, 6],
    [{ LOG_LEVEL: 'DEBUG' }, 5],
    [{ LOG_LEVEL: 'warn' }, 3],
    [{ LOG_LEVEL: 'error' }, 2],
    [{ LOG_LEVEL: 'fatal' }, 1],
    [{ LOG_LEVEL: 'off' }, 0],
    [{ RUST_LOG: 'debug' }, 5],
    [{ SPIN_LOG: 'trace' }, 6],
    [{ LOG_LEVEL: 'error', RUST_LOG: 'debug' }, 2],
    [{ RUST_LOG: 'warn,my_tool=trace' }, 6],
    [{ RUST_LOG: 'warn,my_tool::http[request]=debug,hyper=off' }, 5],
    [{ RUST_LOG: 'my-tool' }, 6],
    [{ RUST_LOG: 'hyper=trace' }, 4],
    [{ RUST_LOG: 'spin_trigger=debug,error' }, 2],
  ])('%j writes %i of six', (variables, count) => {
    expect(written(variables)).toEqual(levels.slice(levels.length - count));
  });

  it('that cannot be understood is said, and is info', () => {
    configure({ LOG_LEVEL: 'loud' });
    logger.debug('x');
    logger.info('y');
    expect(takeLines().map(({ level, message }) => [level, message])).toEqual([
      ['warn', 'spin-sidecars: LOG_LEVEL is "loud", expected trace, debug, info, warn, error, fatal or off'],
      ['info', 'y'],
    ]);
  });
});

describe('fields', () => {
  const fieldOf = (value: unknown) => {
    logger.info('m', { value });
    return takeLines()[0]!.value;
  };

  it.each<[string, unknown, unknown]>([
    ['BigInt', 12345678901234567890n, '12345678901234567890'],
    ['NaN', Number.NaN, 'NaN'],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['a date that is none', new Date(Number.NaN), null],
    ['a Map', new Map([['a', 1]]), { a: 1 }],
    ['a Set', new Set([1, 2]), [1, 2]],
    ['bytes', new Uint8Array(9), '[Uint8Array of 9 bytes]'],
    ['a function', () => {}, '[function]'],
    ['a symbol', Symbol('s'), 'Symbol(s)'],
    ['a lone surrogate', '\ud800', '\ud800'],
    ['a URL', new URL('http://a.test/'), 'http://a.test/'],
    ['__proto__', JSON.parse('{"__proto__": {"a": 1}}'), JSON.parse('{"__proto__": {"a": 1}}')],
  ])('can be %s', (_, value, expected) => {
    expect(fieldOf(value)).toEqual(expected);
  });

  it('can be circular, throw when they are read, be revoked', () => {
    const circular: Record<string, unknown> = { a: 1 };
    circular.self = circular;
    expect(fieldOf(circular)).toEqual({ a: 1, self: '[circular]' });
    const broken = Object.defineProperty({ a: 1 }, 'b', {
      enumerable: true,
      get() {
        throw new Error('no');
      },
    });
    expect(fieldOf(broken)).toEqual({ a: 1, b: '[unreadable: no]' });
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(String(fieldOf(proxy))).toMatch(/^\[unreadable/);
    expect(fieldOf({ toJSON: () => ({ toJSON: () => 'inner' }) })).toBe('inner');
  });

  it('show an Error with type, message, stack, cause and its own fields', () => {
    const error = Object.assign(new TypeError('outer', { cause: new Error('inner') }), { code: 'E1' });
    logger.error('failed', error);
    expect(takeLines()[0]).toMatchObject({
      message: 'failed',
      error: { type: 'TypeError', message: 'outer', code: 'E1', cause: { type: 'Error', message: 'inner' } },
    });
    logger.error(error);
    const [line] = takeLines() as [{ message: string; error: { stack: string } }];
    expect(line.message).toBe('outer');
    expect(line.error.stack).toMatch(/^at .*logger\.test/);
  });

  it('named like a secret are not shown, wherever they are', () => {
    configure({ LOG_REDACT: 'card, iban' });
    const child = logger.child({ apiKey: 'k1' }, { redact: ['pin'] });
    child.info('m', { password: 'p', nested: [{ Authorization: 'Bearer x' }], CARD: 1, pin: 2, user: 'u' });
    const [line] = takeLines();
    expect(line).toMatchObject({
      apiKey: '[redacted]',
      password: '[redacted]',
      nested: [{ Authorization: '[redacted]' }],
      CARD: '[redacted]',
      pin: '[redacted]',
      user: 'u',
    });
  });

  it('of a child are in all of its lines; the call’s own win', () => {
    const child = logger.child({ a: 1, b: 1 }).child({ c: 1 });
    child.info('m', { b: 2 });
    expect(takeLines()[0]).toMatchObject({ a: 1, b: 2, c: 1 });
  });

  it('of a megabyte are cut, and say so, in one write', () => {
    logger.info('m', { big: 'ä'.repeat(1_000_000), small: 'kept', many: Array(10_000).fill('x'.repeat(100)) });
    expect(written.stdout).toHaveLength(1);
    expect(Buffer.byteLength(written.stdout[0]!)).toBeLessThanOrEqual(4096);
    expect(takeLines()[0]).toMatchObject({ big: expect.stringContaining('…[1000000 characters]'), small: 'kept' });
    logger.info('n'.repeat(1_000_000));
    expect(takeLines()[0]!.message).toContain('…[1000000 characters]');
  });

  it('whatever they are, never break a line and never throw: 10,000 generated ones', () => {
    const value = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withNullPrototype: true,
      withObjectString: true,
      withSparseArray: true,
      withUnicodeString: true,
      maxDepth: 4,
    } as never);
    fc.assert(
      fc.property(
        fc.oneof(value, fc.string({ unit: 'binary', maxLength: 5000 })),
        fc.string({ unit: 'binary' }),
        (any, name) => {
          written.stdout.length = 0;
          logger.info(name, { [name]: any, any });
          expect(written.stdout).toHaveLength(1);
          const [line] = written.stdout;
          expect(line!.indexOf('\n')).toBe(line!.length - 1);
          expect(JSON.parse(line!)).toMatchObject({ level: 'info' });
        },
      ),
      { numRuns: 10_000 },
    );
  });
});

describe('the logger', () => {
  it('never throws when the host takes no line', () => {
    const push = vi.spyOn(written.stdout, 'push').mockImplementation(() => {
      throw new Error('closed');
    });
    expect(() => logger.info('x')).not.toThrow();
    expect(push).toHaveBeenCalledOnce();
    push.mockRestore();
  });

  it('prints to the build’s output at build time, and asks no host', () => {
    phase.isServing = false;
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    logger.warn('built');
    expect(log).toHaveBeenCalledWith('warn: built');
    expect(written.stdout).toEqual([]);
    log.mockRestore();
  });

  it('says which levels would be written', () => {
    expect([logger.isEnabled('debug'), logger.isEnabled('info')]).toEqual([false, true]);
  });
});
