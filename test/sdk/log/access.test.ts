import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { logAccess } from '../../../sdk/log/access.ts';
import { forgetLogSettings } from '../../../sdk/log/logger.ts';
import { phase } from '../../../sdk/phase.ts';
import { setRequestContext } from '../../../sdk/trace/active.ts';
import { parseTraceparent } from '../../../sdk/trace/traceparent.ts';
import { takeLines } from '../../support/guest/output.ts';

const environment = vi.hoisted(() => ({ values: {} as Record<string, string> }));
vi.mock('../../../sdk/environment.ts', () => ({
  environment: (name: string) => environment.values[name],
  componentName: () => 'my-tool',
}));

const configure = (values: Record<string, string>) => {
  environment.values = values;
  forgetLogSettings();
};

const request = (status = 200) =>
  logAccess({
    method: 'GET',
    path: '/a/7',
    route: '/a/:id',
    status,
    durationSeconds: 0.5,
    requestBytes: 1,
    responseBytes: 2,
  });

beforeEach(() => {
  phase.isServing = true;
});
afterEach(() => {
  phase.isServing = false;
  setRequestContext(() => ROOT_CONTEXT);
});

describe('the line of a request', () => {
  it('has the names of the observer’s, in its order', () => {
    configure({ LOG_FORMAT: 'json' });
    request();
    const [line] = takeLines();
    const names =
      'timestamp level component message method path route status duration_seconds request_bytes response_bytes';
    expect(Object.keys(line!)).toEqual(names.split(' '));
    expect(line).toMatchObject({ level: 'info', message: 'request', route: '/a/:id', duration_seconds: 0.5 });
  });

  it('is only written where LOG_FORMAT asks for it, and at its level', () => {
    configure({});
    request();
    configure({ LOG_FORMAT: 'json', LOG_LEVEL: 'warn' });
    request();
    expect(takeLines()).toEqual([]);
    request(500);
    expect(takeLines()).toMatchObject([{ level: 'error', status: 500 }]);
  });

  it('can be left out for a share of the requests, failures never', () => {
    configure({ LOG_FORMAT: 'json', LOG_REQUESTS_RATIO: '0.25' });
    let traceId = '';
    setRequestContext(() =>
      trace.setSpanContext(ROOT_CONTEXT, parseTraceparent(`00-${traceId}-${'1'.repeat(16)}-01`)!),
    );
    for (let at = 0; at < 256; at++) {
      traceId = `1${'0'.repeat(23)}${at.toString(16).padStart(2, '0')}000000`;
      request();
    }
    expect(takeLines()).toHaveLength(64);
    request(503);
    expect(takeLines()).toHaveLength(1);
  });
});
