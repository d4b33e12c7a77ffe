// Guest. What prom-client has and a guest cannot: classes and functions of the same names, which say why. At build time the
// classes throw. In a request they say it once in the log and do nothing, for nothing of the SDK fails the tool then.
import type { DefaultMetricsCollectorConfiguration, Registry as PromRegistry, RegistryContentType } from 'prom-client';
import { Refusal, refuse } from './refusal.ts';
import { Registry } from './registry.ts';

export const whyNoSummary =
  'a summary keeps quantiles, and those of many instances cannot be merged; use a histogram, and histogram_quantile() in Prometheus';
const whyNoPushgateway =
  'a guest has no Node sockets, and what it counts is pushed already; scrape /metrics of prometheus-exporter instead';
const whyNoCluster = 'there are no workers to aggregate: the instances of a component are merged already; use Registry';

const refuseDefinition = (subject: string, why: string) => refuse(subject, new Refusal('definition', why));

/** Throws at build time. In a request it takes every call and keeps nothing. */
export class Summary {
  constructor(configuration: { name?: unknown } = {}) {
    refuseDefinition(`metric ${JSON.stringify(configuration.name)}`, whyNoSummary);
  }

  observe(): void {}
  reset(): void {}
  remove(): void {}
  startTimer = () => () => 0;
  labels = () => this;
  get = async () => ({ name: '', help: '', type: 'summary', values: [], aggregator: 'omit' });
}

/** Throws at build time. In a request its methods reject. */
export class Pushgateway {
  constructor() {
    refuseDefinition('Pushgateway', whyNoPushgateway);
  }

  push = () => Promise.reject(new Error(`Pushgateway: ${whyNoPushgateway}`));
  pushAdd = this.push;
  delete = this.push;
}

/** Throws at build time. In a request it is a Registry. */
export class AggregatorRegistry<T extends RegistryContentType = RegistryContentType> extends Registry<T> {
  constructor() {
    super();
    refuseDefinition('AggregatorRegistry', whyNoCluster);
  }

  clusterMetrics(): Promise<string> {
    return this.metrics();
  }

  static aggregate(): PromRegistry {
    refuseDefinition('AggregatorRegistry.aggregate', whyNoCluster);
    return new Registry() as unknown as PromRegistry;
  }

  static setRegistries(): void {
    refuseDefinition('AggregatorRegistry.setRegistries', whyNoCluster);
  }
}

let hasSaid = false;

/** Does nothing but say so once: apps call it as a matter of course, and there is no process to look at. */
export function collectDefaultMetrics(_?: DefaultMetricsCollectorConfiguration<RegistryContentType>): void {
  if (hasSaid) return;
  hasSaid = true;
  console.warn(
    'spin-sidecars: collectDefaultMetrics has nothing to collect: an instance is no Node process. CPU time and memory of components come from the host',
  );
}

collectDefaultMetrics.metricsList = [] as string[];
