import { afterEach, describe, expect, it, vi } from 'vitest';
import { readTelemetrySettings, resourceAttributes } from '../../../sdk/otlp/settings.ts';

const environment = vi.hoisted(() => ({ values: {} as Record<string, string> }));
vi.mock('../../../sdk/environment.ts', () => ({
  environment: (name: string) => environment.values[name],
}));
vi.mock('../../../sdk/component-name.ts', () => ({ componentName: () => 'my-tool' }));

const read = (values: Record<string, string>) => {
  environment.values = values;
  return readTelemetrySettings();
};
afterEach(() => {
  environment.values = {};
});

const base = 'http://collector:4318';

describe('where spans go', () => {
  it.each<[string, Record<string, string>, string | undefined]>([
    ['nowhere by default', {}, undefined],
    ['to an endpoint that is named', { OTEL_EXPORTER_OTLP_ENDPOINT: base }, `${base}/v1/traces`],
    ['to one with a path', { OTEL_EXPORTER_OTLP_ENDPOINT: `${base}/otlp/` }, `${base}/otlp/v1/traces`],
    ['to the one for traces, as it is', { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${base}/here` }, `${base}/here`],
    ['to the usual one', { OTEL_TRACES_EXPORTER: 'otlp' }, 'http://localhost:4318/v1/traces'],
    ['nowhere with none', { OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: base }, undefined],
    ['nowhere when all is off', { OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: base }, undefined],
  ])('%s', (_, values, url) => {
    const { traces, faults } = read(values);
    expect(traces?.url).toBe(url);
    expect(faults).toEqual([]);
  });

  it.each<[Record<string, string>, string, string]>([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4317' }, 'http://localhost:4318/v1/traces', '4317 is for gRPC'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://[::1]:4317/' }, 'http://[::1]:4318/v1/traces', '4317 is for gRPC'],
    [
      // the guide's
      { OTEL_TRACES_EXPORTER: 'jaeger', OTEL_EXPORTER_JAEGER_ENDPOINT: 'http://jaeger:14268/api/traces' },
      'http://jaeger:4318/v1/traces',
      'takes OTLP today',
    ],
    [
      {
        OTEL_TRACES_EXPORTER: 'jaeger',
        OTEL_EXPORTER_JAEGER_ENDPOINT: 'http://j:1',
        OTEL_EXPORTER_OTLP_ENDPOINT: base,
      },
      `${base}/v1/traces`,
      'takes OTLP today',
    ],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: base, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      `${base}/v1/traces`,
      'http/json it is',
    ],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: base, OTEL_EXPORTER_OTLP_TIMEOUT: '1s' }, `${base}/v1/traces`, '1000 it is'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: base, OTEL_EXPORTER_OTLP_HEADERS: 'x' }, `${base}/v1/traces`, 'left out'],
  ])('%j cannot be followed to the letter, which is said', (values, url, said) => {
    const { traces, faults } = read(values);
    expect(traces?.url).toBe(url);
    expect(faults.join()).toContain(said);
  });

  it('an exporter that is not known is said, and none', () => {
    const { traces, faults } = read({ OTEL_TRACES_EXPORTER: 'zipkin', OTEL_EXPORTER_OTLP_ENDPOINT: base });
    expect([traces, faults.length]).toEqual([undefined, 1]);
  });

  it('with headers, timeout and protocol, those for traces first', () => {
    const { traces } = read({
      OTEL_EXPORTER_OTLP_ENDPOINT: base,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20abc, x-tenant = 7 ',
      OTEL_EXPORTER_OTLP_TIMEOUT: '500',
      OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '200',
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf',
    });
    expect(traces).toMatchObject({
      headers: [
        ['authorization', 'Basic abc'],
        ['x-tenant', '7'],
      ],
      timeoutMs: 200,
      protocol: 'http/protobuf',
    });
  });

  it('and to the log, where that is asked for', () => {
    expect(read({ OTEL_TRACES_EXPORTER: 'console,otlp' })).toMatchObject({ printsTraces: true, traces: {} });
  });
});

describe('log records', () => {
  it('go nowhere unless asked for, then to the same collector', () => {
    expect(read({ OTEL_EXPORTER_OTLP_ENDPOINT: base }).logs).toBeUndefined();
    const { logs } = read({ OTEL_EXPORTER_OTLP_ENDPOINT: base, OTEL_LOGS_EXPORTER: 'otlp' });
    expect(logs?.url).toBe(`${base}/v1/logs`);
  });
});

describe('the sampler', () => {
  const sampler = (values: Record<string, string>) => {
    const { sampler: name, samplerRatio, faults } = read({ OTEL_EXPORTER_OTLP_ENDPOINT: base, ...values });
    return [name, samplerRatio, faults.length];
  };

  it('is as the environment has it', () => {
    expect(sampler({})).toEqual(['parentbased_always_on', 1, 0]);
    const ratio = { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' };
    expect(sampler(ratio)).toEqual(['traceidratio', 0.25, 0]);
    expect(sampler({ ...ratio, OTEL_TRACES_SAMPLER_ARG: '5' })).toEqual(['traceidratio', 1, 1]);
  });
});

describe('the resource', () => {
  it('is the component, unless the environment names a service', () => {
    environment.values = { OTEL_RESOURCE_ATTRIBUTES: 'service.version=1%2C2,deployment.environment.name=test' };
    expect(resourceAttributes()).toMatchObject({
      'service.name': 'my-tool',
      'service.version': '1,2',
      'deployment.environment.name': 'test',
    });
    environment.values = { OTEL_SERVICE_NAME: 'shop', OTEL_RESOURCE_ATTRIBUTES: 'service.name=other' };
    expect(resourceAttributes()).toMatchObject({ 'service.name': 'shop', 'spin.component': 'my-tool' });
  });
});
