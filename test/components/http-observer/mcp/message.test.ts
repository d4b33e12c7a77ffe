import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CallPart, loadParts } from '../support/parts.ts';

let call: CallPart;
beforeAll(async () => {
  call = await loadParts();
});

const request = (text: string) => {
  const [method, hasId, name, protocolVersion] = call('mcpRequest', text).split('\n');
  return { method, hasId: hasId === 'true', name, protocolVersion };
};

const response = (text: string) => {
  const [isResult, isToolError, errorCode, protocolVersion] = call('mcpResponse', text).split('\n');
  return { isResult: isResult === 'true', isToolError: isToolError === 'true', errorCode, protocolVersion };
};

const nothing = { isResult: false, isToolError: false, errorCode: '', protocolVersion: '' };

describe('a request', () => {
  it('gives method, tool and revision, in whatever order', () => {
    const meta = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', progressToken: 1 };
    const params = { arguments: { name: 'wrong', method: 'wrong', deep: [[{ id: 1 }]] }, _meta: meta, name: 'a__b' };
    for (const message of [
      { jsonrpc: '2.0', id: 1, method: 'tools/call', params },
      { params, method: 'tools/call', id: 'x', jsonrpc: '2.0' },
    ]) {
      const expected = { method: 'tools/call', hasId: true, name: 'a__b', protocolVersion: '2026-07-28' };
      expect(request(JSON.stringify(message))).toEqual(expected);
      expect(request(JSON.stringify(message, null, '\t'))).toEqual(expected);
    }
  });

  it('without an id is a notification', () => {
    expect(request('{"method":"a"}').hasId).toBe(false);
    expect(request('{"method":"a","id":null}').hasId).toBe(false);
    expect(request('{"method":"a","id":0}').hasId).toBe(true);
  });

  it('may write its texts with escapes', () => {
    expect(request('{"method":"tools\\/call","params":{"name":"\\u0061\\"b\\\\"}}')).toMatchObject({
      method: 'tools/call',
      name: 'a"b\\',
    });
    expect(request('{"method":"\\u00e4"}').method).toBe('\\u00e4');
  });

  it('that is something else says nothing', () => {
    for (const text of [
      '',
      'no JSON',
      '[]',
      '[{"method":"a"}]',
      '"method"',
      '{"method":7}',
      '{"params":[]}',
      '}',
      '{,',
    ]) {
      expect(request(text), text).toMatchObject({ method: '', name: '' });
    }
  });

  it('of any JSON is read as JSON.parse reads it', () => {
    const any = fc.object({ key: fc.constantFrom('method', 'id', 'params', 'name', '_meta', 'x'), maxDepth: 4 });
    fc.assert(
      fc.property(any, fc.constantFrom(undefined, 1, '\t'), (message, indent) => {
        const text = JSON.stringify(message, null, indent);
        const { method, params, id } = JSON.parse(text);
        // texts that no label can have stay as they are written
        fc.pre(JSON.stringify([method, params]).match(/\\[^"\\/]|[^ -~]/) === null);
        const ofText = (value: unknown) => (typeof value === 'string' ? value : '');
        const isObject = typeof params === 'object' && params !== null && !Array.isArray(params);
        expect(request(text)).toMatchObject({
          method: ofText(method),
          hasId: id !== undefined && id !== null,
          name: isObject ? ofText(params.name) : '',
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('that is cut off, or no JSON at all, stops nothing', () => {
    const whole = JSON.stringify({ id: 1, params: { arguments: [{ a: '\\"x' }], name: 'n' }, method: 'm' });
    for (let length = 0; length < whole.length; length++) {
      expect(['', 'm']).toContain(request(whole.slice(0, length)).method);
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => void call('mcpRequest', bytes)));
    expect(request('['.repeat(60_000)).method).toBe('');
    expect(request(`{"a":${'[{"a":'.repeat(10_000)}`).method).toBe('');
  });
});

describe('an answer', () => {
  it('is a result, or one of a tool that failed', () => {
    const result = { content: [{ type: 'text', text: '"isError":true' }] };
    expect(response(JSON.stringify({ jsonrpc: '2.0', id: 1, result }))).toEqual({ ...nothing, isResult: true });
    const failed = { jsonrpc: '2.0', id: 1, result: { ...result, isError: true } };
    expect(response(JSON.stringify(failed))).toEqual({ ...nothing, isResult: true, isToolError: true });
    const well = { result: { isError: false }, id: 1 };
    expect(response(JSON.stringify(well))).toEqual({ ...nothing, isResult: true });
  });

  it('is an error with its code', () => {
    const error = { code: -32602, message: 'no such tool', data: { code: 1 } };
    expect(response(JSON.stringify({ jsonrpc: '2.0', id: 1, error }))).toEqual({ ...nothing, errorCode: '-32602' });
  });

  it('says which revision initialize agreed on', () => {
    const text = JSON.stringify({ result: { protocolVersion: '2025-06-18', capabilities: {} }, id: 0 });
    expect(response(text)).toMatchObject({ isResult: true, protocolVersion: '2025-06-18' });
  });

  it('is the first of an event stream that is one', () => {
    const event = (message: unknown) => `event: message\nid: 1\ndata: ${JSON.stringify(message)}\n\n`;
    const progress = event({ jsonrpc: '2.0', method: 'notifications/progress', params: { result: 1 } });
    const answer = event({ jsonrpc: '2.0', id: 1, error: { code: -32603 } });
    expect(response(progress + answer)).toEqual({ ...nothing, errorCode: '-32603' });
    expect(response(`: ping\r\n\r\n${answer.replaceAll('\n', '\r\n')}`).errorCode).toBe('-32603');
    expect(response(progress)).toEqual(nothing);
  });

  it('that is cut off in its result is not known', () => {
    const text = JSON.stringify({ result: { content: ['x'.repeat(100)] }, id: 1 });
    expect(response(text.slice(0, 80))).toEqual(nothing);
    for (const other of ['', 'no JSON', '[]', '{}', 'null', '{"result":'])
      expect(response(other), other).toEqual(nothing);
  });
});
