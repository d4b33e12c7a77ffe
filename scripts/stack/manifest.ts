// Node. The demo's manifest as `npm run stack` serves it: with an access log, and with traces: sent where a collector
// listens, else as lines of the log.
import { parse, stringify } from 'smol-toml';

interface Component {
  source: string;
  files?: { source: string; destination: string }[];
  allowed_outbound_hosts?: string[];
  environment?: Record<string, string>;
  dependencies?: Record<string, { path: string }>;
}

/** Whose requests are worth a line: the sidecars answer probes and scrapes. */
const logged = ['mcp-gateway', 'weather-ts', 'items-ts'];
/** Of these, who makes spans: the observer does not. */
const traced = ['mcp-gateway', 'items-ts'];

/** Address of an OTLP collector on this machine, such as Jaeger. */
export const collectorUrl = 'http://localhost:4318';

/** `text` is spin.toml; the result is for `build/<name>`, so paths begin there. */
export function stackManifest(text: string, name: string, { hasCollector }: { hasCollector: boolean }): string {
  const manifest = parse(text) as unknown as { component: Record<string, Component> };
  const moved = (path: string) => (path === 'spin.toml' ? name : path.replace(/^build\//, ''));
  for (const component of Object.values(manifest.component)) {
    component.source = moved(component.source);
    for (const file of component.files ?? []) file.source = moved(file.source);
    for (const dependency of Object.values(component.dependencies ?? {})) dependency.path = moved(dependency.path);
  }
  for (const id of logged) {
    const component = manifest.component[id]!;
    component.environment = { ...component.environment, LOG_FORMAT: 'json' };
    if (!traced.includes(id)) continue;
    if (hasCollector) {
      component.environment.OTEL_EXPORTER_OTLP_ENDPOINT = collectorUrl;
      component.allowed_outbound_hosts = [...(component.allowed_outbound_hosts ?? []), collectorUrl];
    } else {
      component.environment.OTEL_TRACES_EXPORTER = 'console';
    }
  }
  return stringify(manifest);
}
