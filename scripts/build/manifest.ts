// Node, build time. What spin.toml says to our components and no host looks at: a mistake there would show only when it runs.
import { readFile } from 'node:fs/promises';
import { parse } from 'smol-toml';
import { metricsExporter } from '../../otlp/metrics-exporters.ts';

interface Manifest {
  component?: Record<string, { environment?: Record<string, string> }>;
}

/** Throws with the component and what is wrong. */
export function checkManifest(path: string, text: string): void {
  const { component = {} } = parse(text) as Manifest;
  for (const [id, { environment = {} }] of Object.entries(component)) {
    try {
      metricsExporter(environment.OTEL_METRICS_EXPORTER);
    } catch (error) {
      throw new Error(`${path}: component "${id}": ${(error as Error).message}`);
    }
  }
}

export async function checkManifestFile(path: string): Promise<void> {
  checkManifest(path, await readFile(path, 'utf8'));
}
