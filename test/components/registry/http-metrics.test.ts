// HTTP requests pushed as what was measured: the registry makes the four built-in metrics of them.
import { beforeAll, describe, expect, it } from 'vitest';
import { add, errorOf, family, values } from './support/batches.ts';
import { MemoryStore } from './support/memory-store.ts';
import { type Batch, type Instance, loadRegistry, type Options } from './support/registry.ts';

let instantiate: (options: Options) => Instance;
beforeAll(async () => {
  instantiate = await loadRegistry();
});

type HttpRequest = Batch['requests'][number];

const request = (more: Partial<HttpRequest> = {}): HttpRequest => ({
  component: 'weather-ts',
  method: 'GET',
  route: '/',
  status: 200,
  durationSeconds: 0.005,
  requestBytes: 0,
  responseBytes: 101,
  exemplar: [],
  ...more,
});

const expose = (...requests: HttpRequest[]) => {
  const registry = instantiate({ store: new MemoryStore() });
  registry.push([], [], { requests });
  return registry.text();
};

describe('an HTTP request', () => {
  it('is counted in the guide’s four metrics', () => {
    const text = expose(request(), request({ durationSeconds: 7, requestBytes: 5e9 }));
    expect(text.split('# HELP sidecars_')[0]).toMatchInlineSnapshot(`
      "# HELP http_request_duration_seconds Request latency
      # TYPE http_request_duration_seconds histogram
      http_request_duration_seconds_bucket{component="weather-ts",method="GET",route="/",status="200",le="0.005"} 1
      http_request_duration_seconds_bucket{component="weather-ts",method="GET",route="/",status="200",le="0.01"} 1
      http_request_duration_seconds_bucket{component="weather-ts",method="GET",route="/",status="200",le="0.025"} 1
      http_request_duration_seconds_bucket{component="weather-ts",method="GET",route="/",status="200",le="0.05"} 1
      http_request_duration_seconds_bucket{component="weather-ts",method="GET",route="/",status="200",le="0.1"} 1
      http_request_duration_seconds_bucket{component="weather-ts",method="GET",route="/",status="200",le="0.25"} 1
      http_request_duration_seconds_bucket{component="weather-ts",method="GET",route="/",status="200",le="0.5"} 1
      http_request_duration_seconds_bucket{component="weather-ts",method="GET",route="/",status="200",le="1"} 1
      http_request_duration_seconds_bucket{component="weather-ts",method="GET",route="/",status="200",le="2.5"} 1
      http_request_duration_seconds_bucket{component="weather-ts",method="GET",route="/",status="200",le="5"} 1
      http_request_duration_seconds_bucket{component="weather-ts",method="GET",route="/",status="200",le="10"} 2
      http_request_duration_seconds_bucket{component="weather-ts",method="GET",route="/",status="200",le="+Inf"} 2
      http_request_duration_seconds_sum{component="weather-ts",method="GET",route="/",status="200"} 7.005
      http_request_duration_seconds_count{component="weather-ts",method="GET",route="/",status="200"} 2
      # HELP http_request_size_bytes Request body size
      # TYPE http_request_size_bytes histogram
      http_request_size_bytes_bucket{component="weather-ts",method="GET",route="/",status="200",le="100"} 1
      http_request_size_bytes_bucket{component="weather-ts",method="GET",route="/",status="200",le="1000"} 1
      http_request_size_bytes_bucket{component="weather-ts",method="GET",route="/",status="200",le="10000"} 1
      http_request_size_bytes_bucket{component="weather-ts",method="GET",route="/",status="200",le="100000"} 1
      http_request_size_bytes_bucket{component="weather-ts",method="GET",route="/",status="200",le="1000000"} 1
      http_request_size_bytes_bucket{component="weather-ts",method="GET",route="/",status="200",le="10000000"} 1
      http_request_size_bytes_bucket{component="weather-ts",method="GET",route="/",status="200",le="+Inf"} 2
      http_request_size_bytes_sum{component="weather-ts",method="GET",route="/",status="200"} 5000000000
      http_request_size_bytes_count{component="weather-ts",method="GET",route="/",status="200"} 2
      # HELP http_requests_total Total HTTP requests
      # TYPE http_requests_total counter
      http_requests_total{component="weather-ts",method="GET",route="/",status="200"} 2
      # HELP http_response_size_bytes Response body size
      # TYPE http_response_size_bytes histogram
      http_response_size_bytes_bucket{component="weather-ts",method="GET",route="/",status="200",le="100"} 0
      http_response_size_bytes_bucket{component="weather-ts",method="GET",route="/",status="200",le="1000"} 2
      http_response_size_bytes_bucket{component="weather-ts",method="GET",route="/",status="200",le="10000"} 2
      http_response_size_bytes_bucket{component="weather-ts",method="GET",route="/",status="200",le="100000"} 2
      http_response_size_bytes_bucket{component="weather-ts",method="GET",route="/",status="200",le="1000000"} 2
      http_response_size_bytes_bucket{component="weather-ts",method="GET",route="/",status="200",le="10000000"} 2
      http_response_size_bytes_bucket{component="weather-ts",method="GET",route="/",status="200",le="+Inf"} 2
      http_response_size_bytes_sum{component="weather-ts",method="GET",route="/",status="200"} 202
      http_response_size_bytes_count{component="weather-ts",method="GET",route="/",status="200"} 2
      "
    `);
  });

  it('stands beside what else the push holds', () => {
    const registry = instantiate({ store: new MemoryStore() });
    registry.push(
      [family('counter', 'a_total', ['x']), family('counter', 'b_total', [])],
      [
        { family: 1, labels: values(), change: add(2) },
        { family: 0, labels: values('y'), change: add(1) },
      ],
      { requests: [request(), request({ route: '/x' })] },
    );
    const text = registry.text();
    expect(text.match(/^http_requests_total\{.*$/gm)).toHaveLength(2);
    expect(text).toContain('a_total{x="y"} 1\n');
    expect(text).toContain('b_total 2\n');
  });

  it.each([
    [{ SIDECARS_COMPONENT: 'mine', OTEL_SERVICE_NAME: 'service' }, 'mine'],
    [{ SIDECARS_COMPONENT: '', OTEL_SERVICE_NAME: 'service' }, 'service'],
    [{}, 'unknown'],
  ])('without a component gets the one of the environment %o', (environment, component) => {
    const registry = instantiate({ store: new MemoryStore(), environment });
    registry.push([], [], { requests: [request({ component: '' })] });
    expect(registry.text()).toContain(`http_requests_total{component="${component}",`);
  });

  it('has its method as label only from the standard set', () => {
    const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE'];
    const sent = [...methods, 'get', 'BREW', '', 'x'.repeat(2000)];
    const text = expose(...sent.map((method) => request({ method })));
    const counts = [...text.matchAll(/^http_requests_total\{.*method="(\w*)".*\} (\d+)$/gm)];
    expect(Object.fromEntries(counts.map(([, method, count]) => [method, Number(count)]))).toEqual({
      ...Object.fromEntries(methods.map((method) => [method, 1])),
      other: 4,
    });
  });

  it('keeps hostile names in their quotes', () => {
    expect(expose(request({ component: 'a"b\\c\nd', route: '/ö' }))).toContain(
      'http_requests_total{component="a\\"b\\\\c\\nd",method="GET",route="/ö",status="200"} 1\n',
    );
  });

  it.each([
    [{ durationSeconds: -1 }, 'HTTP request 1: its duration is -1.0: give a finite number that is not negative'],
    [{ requestBytes: Number.NaN }, 'HTTP request 1: its request size is NaN'],
    [{ responseBytes: Number.POSITIVE_INFINITY }, 'HTTP request 1: its response size is Infinity'],
  ])('that cannot be counted is refused with its batch: %o', (more, expected) => {
    const registry = instantiate({ store: new MemoryStore() });
    const push = () => registry.push([family('counter', 'a_total', [])], [], { requests: [request(), request(more)] });
    expect(errorOf(push)).toContain(`invalid: ${expected}`);
    const text = registry.text();
    expect(text).not.toContain('http_requests_total');
    expect(text).toContain('sidecars_dropped_samples_total{reason="invalid"} 8\n');
  });

  it('is dropped as its four samples when a bound is reached', () => {
    const long = expose(request({ route: 'x'.repeat(1025) }), request());
    expect(long).toContain('sidecars_dropped_samples_total{reason="label_length_limit"} 4\n');
    expect(long).toContain('http_requests_total{component="weather-ts",method="GET",route="/",status="200"} 1\n');
    const registry = instantiate({ store: new MemoryStore(), environment: { SIDECARS_MAX_PUSH_SAMPLES: '10' } });
    registry.push([], [], { requests: Array.from({ length: 5 }, () => request()) });
    const text = registry.text();
    expect(text).toContain('sidecars_dropped_samples_total{reason="push_samples_limit"} 8\n');
    expect(text).toContain('http_requests_total{component="weather-ts",method="GET",route="/",status="200"} 3\n');
  });
});
