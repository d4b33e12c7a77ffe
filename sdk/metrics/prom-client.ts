// Guest. prom-client as a guest sees it: its own code where that runs, our classes over it where something has to be
// pushed. The build gives this module to everybody who imports `prom-client`, so the exports are the same.
import { exponentialBuckets, linearBuckets } from 'prom-client/lib/bucketGenerators.js';
import { aggregators } from 'prom-client/lib/metricAggregators.js';
import { validateMetricName } from 'prom-client/lib/validation.js';
import { Counter } from './counter.ts';
import { Gauge } from './gauge.ts';
import { Histogram } from './histogram.ts';
import { AggregatorRegistry, collectDefaultMetrics, Pushgateway, Summary } from './not-here.ts';
import { Registry, register } from './registry.ts';

const prometheusContentType = Registry.PROMETHEUS_CONTENT_TYPE;
const openMetricsContentType = Registry.OPENMETRICS_CONTENT_TYPE;
const contentType = register.contentType;

export {
  AggregatorRegistry,
  aggregators,
  Counter,
  collectDefaultMetrics,
  contentType,
  exponentialBuckets,
  Gauge,
  Histogram,
  linearBuckets,
  openMetricsContentType,
  Pushgateway,
  prometheusContentType,
  Registry,
  register,
  Summary,
  validateMetricName,
};

/** For `import client from 'prom-client'`. */
export default {
  AggregatorRegistry,
  aggregators,
  Counter,
  collectDefaultMetrics,
  contentType,
  exponentialBuckets,
  Gauge,
  Histogram,
  linearBuckets,
  openMetricsContentType,
  Pushgateway,
  prometheusContentType,
  Registry,
  register,
  Summary,
  validateMetricName,
};
