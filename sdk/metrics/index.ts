// Guest. The guide's metrics API on prom-client. Definitions belong at a module's top level: they are checked at build
// time and frozen into the component with nothing counted.
import { Counter, Gauge, Histogram } from 'prom-client';
import { openLabels } from './open-labels.ts';

export interface MetricOptions<Label extends string> {
  /** One sentence for people. */
  help: string;
  /** Label names. Left out, the metric takes any labels; the registry bounds their number. */
  labelNames?: readonly Label[];
}

export interface HistogramOptions<Label extends string> extends MetricOptions<Label> {
  /** Upper bounds, ascending, without +Inf. Default: 0.005 to 10, for seconds. */
  buckets?: number[];
}

/** Given to prom-client only where they are set: it takes an undefined option for a value. */
function configuration<Label extends string>(name: string, options: MetricOptions<Label>) {
  return { name, ...options, labelNames: [...(options.labelNames ?? [])] };
}

export const metrics = {
  /** A number that only grows; by convention its name ends in `_total`. Throws on a bad or duplicate definition. */
  counter<Label extends string = string>(name: string, options: MetricOptions<Label>): Counter<Label> {
    const counter = new Counter<Label>(configuration(name, options));
    return options.labelNames ? counter : openLabels(counter, ['inc', 'labels']);
  },

  /** A number that goes up and down. What was set replaces what the registry holds; `inc` and `dec` move it. */
  gauge<Label extends string = string>(name: string, options: MetricOptions<Label>): Gauge<Label> {
    const gauge = new Gauge<Label>(configuration(name, options));
    return options.labelNames ? gauge : openLabels(gauge, ['inc', 'dec', 'set', 'labels']);
  },

  /** Observations in buckets, in base units: seconds, bytes. */
  histogram<Label extends string = string>(name: string, options: HistogramOptions<Label>): Histogram<Label> {
    const histogram = new Histogram<Label>(configuration(name, options));
    return options.labelNames ? histogram : openLabels(histogram, ['observe', 'labels']);
  },
};
