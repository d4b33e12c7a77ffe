// The variables, as Spin 4.0.2 was seen to read them.
import { describe, expect, it } from 'vitest';
import { HostError } from '../../../host/errors.ts';
import { telemetrySettings } from '../../../host/telemetry/settings.ts';

const endpoint = 'http://127.0.0.1:4318/x';

describe('the telemetry export', () => {
  it('is off without an endpoint, and when the SDK is disabled', () => {
    expect(telemetrySettings({})).toBeUndefined();
    expect(telemetrySettings({ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: '' })).toBeUndefined();
    expect(
      telemetrySettings({ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: endpoint, OTEL_SDK_DISABLED: 'false' }),
    ).toBeUndefined();
  });

  it('goes to the endpoint for metrics as it is, or below the general one', () => {
    expect(telemetrySettings({ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: endpoint })!.url).toBe(endpoint);
    expect(telemetrySettings({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318/' })!.url).toBe('http://c:4318/v1/metrics');
  });

  it('has Spin’s defaults', () => {
    expect(telemetrySettings({ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: endpoint })).toMatchObject({
      intervalMs: 60_000,
      timeoutMs: 10_000,
      headers: {},
      resource: { 'service.name': 'spin' },
    });
  });

  it('takes the headers for metrics in the place of the general ones, decoded', () => {
    const general = {
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20x,a=b',
    };
    expect(telemetrySettings(general)!.headers).toEqual({ authorization: 'Bearer x', a: 'b' });
    const own = { ...general, OTEL_EXPORTER_OTLP_METRICS_HEADERS: 'c=d' };
    expect(telemetrySettings(own)!.headers).toEqual({ c: 'd' });
  });

  it('takes interval, name and attributes, and the default for an interval that is none', () => {
    const env = {
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: endpoint,
      OTEL_METRIC_EXPORT_INTERVAL: '1500',
      OTEL_SERVICE_NAME: 'mine',
      OTEL_RESOURCE_ATTRIBUTES: 'a=b,service.name=other',
    };
    expect(telemetrySettings(env)).toMatchObject({ intervalMs: 1500, resource: { 'service.name': 'mine', a: 'b' } });
    expect(telemetrySettings({ ...env, OTEL_METRIC_EXPORT_INTERVAL: 'soon' })!.intervalMs).toBe(60_000);
  });

  it.each(['grpc', 'http/json'])('refuses the protocol %s, for it would send nothing', (protocol) => {
    const env = { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: protocol };
    expect(() => telemetrySettings(env)).toThrow(HostError);
  });
});
