// Node, tests. The Grafana dashboard, as data.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/build/paths.ts';

export interface Panel {
  id: number;
  type: string;
  title: string;
  gridPos: { h: number; w: number; x: number; y: number };
  datasource?: { type: string; uid: string };
  fieldConfig?: { defaults: { unit: string } };
  targets?: { refId: string; expr: string }[];
}

export const dashboard = JSON.parse(
  readFileSync(join(root, 'monitoring/grafana/dashboards/ftl-application.json'), 'utf8'),
) as { title: string; uid: string; panels: Panel[]; links: { title: string; url: string }[] };

/** As Grafana would send it for the job `ftl-app` and all components. */
export function filled(expression: string): string {
  return expression.replaceAll('$__rate_interval', '1m').replaceAll('$job', 'ftl-app').replaceAll('$component', '.*');
}

export const queries = dashboard.panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr }) => ({ title, expression: filled(expr) })),
);
