import { describe, expect, it } from 'vitest';
import { acceptsGzip, negotiate } from '../../../components/prometheus-exporter/negotiate.ts';

const plain = 'text/plain; version=0.0.4; charset=utf-8';

describe('the format', () => {
  it.each([
    ['nothing', null, plain],
    ['an empty header', '', plain],
    ['anything', '*/*', plain],
    ['any text', 'text/*;q=0.3', plain],
    ['a browser’s', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', plain],
    ['what we do not have', 'application/json', plain],
    ['text without a version', 'text/plain', plain],
    ['text in a version that is not there', 'text/plain;version=9', plain],
    ['OpenMetrics', 'application/openmetrics-text', 'application/openmetrics-text; version=1.0.0; charset=utf-8'],
    ['an older OpenMetrics only', 'application/openmetrics-text;version=0.0.1', plain],
    [
      'Prometheus 2',
      'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
    ],
    [
      'Prometheus 3',
      'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1',
      'application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8',
    ],
    [
      'Prometheus with native histograms',
      'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited,application/openmetrics-text;version=1.0.0;q=0.8,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
      'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited',
    ],
    [
      'protobuf with names as they are',
      'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;escaping=allow-utf-8',
      'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited; escaping=allow-utf-8',
    ],
    [
      'protobuf as text',
      'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text',
      plain,
    ],
    ['another protobuf message', 'application/vnd.google.protobuf;proto=other;encoding=delimited', plain],
    [
      'text 1.0.0 with names as they are',
      'text/plain;version=1.0.0;escaping=allow-utf-8',
      'text/plain; version=1.0.0; charset=utf-8; escaping=allow-utf-8',
    ],
    [
      'an escaping that is not there',
      'text/plain; version="1.0.0"; escaping=dots',
      'text/plain; version=1.0.0; charset=utf-8; escaping=underscores',
    ],
    [
      'the better quality, wherever it stands',
      'text/plain;version=0.0.4;q=0.2, application/openmetrics-text;q=0.1',
      plain,
    ],
    ['what is refused by a quality of 0', 'application/openmetrics-text;q=0', plain],
    ['a quality that makes no sense', 'application/openmetrics-text;q=high, text/plain;q=0.1', plain],
  ])('for %s', (_, accept, contentType) => {
    expect(negotiate(accept).contentType).toBe(contentType);
  });

  it('tells the registry what the content type says', () => {
    expect(negotiate('application/openmetrics-text; escaping=allow-utf-8')).toMatchObject({
      format: 'openmetrics',
      escaping: 'allow-utf8',
    });
    expect(negotiate('text/plain; version=1.0.0; escaping=values')).toMatchObject({
      format: 'text',
      escaping: 'underscores',
    });
  });
});

describe('compression', () => {
  it.each([
    [null, false],
    ['', false],
    ['gzip', true],
    ['deflate, GZIP;q=0.1', true],
    ['gzip;q=0', false],
    ['*', true],
    ['*, gzip;q=0', false],
    ['br', false],
  ])('for Accept-Encoding %j: %s', (header, expected) => {
    expect(acceptsGzip(header)).toBe(expected);
  });
});
