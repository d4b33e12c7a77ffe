// Guest. The guide's metrics API on prom-client. Definitions belong at a module's top level: they are checked at build
// time and frozen into the component with nothing counted.
import { type CountedExemplar, Counter } from './counter.ts';
import { type Definition, definitionOf, difference } from './definition.ts';
import { Gauge } from './gauge.ts';
import { Histogram, type ObservedExemplar } from './histogram.ts';
import type { Metric } from './metric.ts';
import { Summary } from './not-here.ts';
import { register } from './registry.ts';

export interface MetricOptions<Label extends string> {
  /** One sentence for people. */
  help: string;
  /** Label names. Left out, the metric takes any labels; the registry bounds their number. */
  labelNames?: readonly Label[];
  /** Base unit in the plural, such as `seconds` or `bytes`; the name must contain it. */
  unit?: string;
}

export interface CounterOptions<Label extends string> extends MetricOptions<Label> {
  /** prom-client's: `inc` takes `{ labels, value, exemplarLabels }`. */
  enableExemplars?: boolean;
  /** Runs at the end of every request, to set the metric. */
  collect?(this: Counter<Label>): void | Promise<void>;
}

export interface GaugeOptions<Label extends string> extends MetricOptions<Label> {
  /** Runs at the end of every request, to set the metric. */
  collect?(this: Gauge<Label>): void | Promise<void>;
}

export interface HistogramOptions<Label extends string> extends MetricOptions<Label> {
  /** Upper bounds, ascending, without +Inf. Default: 0.005 to 10, for seconds. */
  buckets?: readonly number[];
  /** Count into a native histogram too: no buckets to choose, shown to scrapers that ask for protobuf. */
  native?: boolean;
  /** prom-client's: `observe` takes `{ labels, value, exemplarLabels }`. */
  enableExemplars?: boolean;
  /** Runs at the end of every request, to observe. */
  collect?(this: Histogram<Label>): void | Promise<void>;
}

/** prom-client's types demand that the labels of an exemplar are those of the metric, which they never are. */
type WithExemplars<M, Method extends string, Data> = M & Record<Method, (data: Data) => void>;

export const metrics = {
  /**
   * A number that only grows; by convention its name ends in `_total`. Throws on a bad definition, and on another one of
   * the same name; the same one again is the same metric.
   */
  counter<const Label extends string = string>(
    name: string,
    options: CounterOptions<Label>,
  ): WithExemplars<Counter<Label>, 'inc', CountedExemplar<Label>> {
    return define('counter', Counter, name, options) as never;
  },

  /** A number that goes up and down. What was set replaces what the registry holds; `inc` and `dec` move it. */
  gauge<const Label extends string = string>(name: string, options: GaugeOptions<Label>): Gauge<Label> {
    return define('gauge', Gauge, name, options) as never;
  },

  /** Observations in buckets, in base units: seconds, bytes. */
  histogram<const Label extends string = string>(
    name: string,
    options: HistogramOptions<Label>,
  ): WithExemplars<Histogram<Label>, 'observe', ObservedExemplar<Label>> {
    return define('histogram', Histogram, name, options) as never;
  },

  /** Always throws: quantiles of many instances cannot be merged. Use a histogram. */
  summary(name: string, _options?: object): Summary {
    return new Summary({ name });
  },

  /** Labels that every metric of the default registry gets, also those defined before; a metric's own label wins. */
  setDefaultLabels(labels: Record<string, string | number>): void {
    register.setDefaultLabels(labels);
  },
};

type Class = new (configuration: never) => unknown;

/** The metric that is there already, when it was defined the same way; else a new one, which the registry may refuse. */
function define(kind: Definition['kind'], Class: Class, name: string, options: MetricOptions<string>): unknown {
  const configuration = { ...options, name, openLabels: options?.labelNames === undefined };
  const known = register.getSingleMetric(name) as unknown as Metric | undefined;
  if (known && isSame(kind, configuration, known)) return known;
  return new Class(configuration as never);
}

function isSame(kind: Definition['kind'], configuration: { name: string }, known: Metric): boolean {
  try {
    return difference(known.own, definitionOf(kind, configuration)) === undefined;
  } catch {
    return false; // its constructor says what is wrong
  }
}
