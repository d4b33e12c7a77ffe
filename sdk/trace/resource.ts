// Guest. What describes the component in every export. OpenTelemetry wants it when the tracer is made, which is at build
// time; its attributes are of the environment and so are read with the first export.
import type { Attributes } from '@opentelemetry/api';
import { emptyResource, type Resource } from '@opentelemetry/resources';
import { resourceAttributes } from '../otlp/settings.ts';
import { phase } from '../phase.ts';

let attributes: Attributes | undefined;

const empty = emptyResource();

export const resource: Resource = {
  get attributes(): Attributes {
    if (!phase.isServing) return {};
    attributes ??= resourceAttributes();
    return attributes;
  },
  merge: (other) => empty.merge(other),
  getRawAttributes: () => empty.getRawAttributes(),
};
