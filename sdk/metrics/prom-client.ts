// Guest. prom-client, reduced to what a guest can use: its index also loads Node's own metrics and cluster support.
// The build gives this module to everybody who imports `prom-client`.
import Counter from 'prom-client/lib/counter.js';
import Gauge from 'prom-client/lib/gauge.js';
import Histogram from 'prom-client/lib/histogram.js';
import Registry from 'prom-client/lib/registry.js';

export const register = Registry.globalRegistry;
export { Counter, Gauge, Histogram, Registry };
