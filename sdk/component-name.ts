// Guest. What this component is called in labels and log lines. A host call: never at a module's top level.
import { environment } from './environment.ts';

let given: string | undefined;

/** From code (`serve`'s option); goes before the environment. */
export function nameComponent(name: string | undefined): void {
  given = name;
}

/** As the registry has it: the name from code, else SIDECARS_COMPONENT, else OTEL_SERVICE_NAME, else `unknown`. */
export function componentName(): string {
  return given || environment('SIDECARS_COMPONENT') || environment('OTEL_SERVICE_NAME') || 'unknown';
}
