// Guest. How one of our metrics comes to be: checked, handed to prom-client's constructor, registered.
import { type Definition, definitionOf, type OwnOptions } from './definition.ts';
import type { Metric, Own } from './metric.ts';
import { Refusal, refuse, shown } from './refusal.ts';
import { type Registry, register } from './registry.ts';

interface Configuration extends OwnOptions {
  name: string;
  registers?: unknown;
}

/**
 * What prom-client's constructor is given. A bad definition throws at build time. In a request it becomes a metric that
 * takes everything and that no registry holds.
 */
export function prepared<C extends Configuration>(kind: Definition['kind'], configuration: C): C & { own: Own } {
  try {
    const definition = definitionOf(kind, configuration);
    const { labelNames, buckets } = definition;
    const own: Own = { ...definition, isStandIn: false, registries: [], family: undefined };
    // no registers: prom-client's own would refuse exemplars that it could not show itself
    return { ...configuration, labelNames: [...labelNames], buckets: [...buckets], registers: [], own };
  } catch (error) {
    refuse(`metric ${shown(configuration?.name)}`, new Refusal('definition', (error as Error).message));
    const own: Own = { ...standIn, kind, registries: [], family: undefined };
    return { name: 'refused', help: standIn.help, labelNames: [], buckets: [], registers: [], own } as unknown as C & {
      own: Own;
    };
  }
}

const standIn = {
  isStandIn: true,
  help: 'Refused.',
  unit: '',
  isOpen: true,
  labelNames: [],
  buckets: [],
  isNative: false,
};

/** After prom-client's constructor. `registers`: as it was configured. */
export function enter(metric: Metric, configuration: Configuration | undefined): void {
  // prom-client starts a metric without labels at 0; beside the labelled ones of an open metric that would be one more
  if (metric.own.isOpen) metric.hashMap = {};
  if (metric.own.isStandIn) return;
  for (const registry of (configuration?.registers as Registry[] | undefined) ?? [register]) {
    registry.registerMetric(metric as never);
  }
}
