// Node. monitoring/prometheus/prometheus.yml, pointed at this machine. Rules and everything else stay as they are.
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { root } from '../build/paths.ts';

export interface Targets {
  /** host:port of the app. */
  app: string;
  /** host:port; undefined: there is none. */
  alertmanager: string | undefined;
}

/** `text` is the project's own configuration. */
export function prometheusConfig(text: string, { app, alertmanager }: Targets): string {
  const config = parse(text);
  config.rule_files = config.rule_files.map((path: string) => join(root, 'monitoring/prometheus', path));
  config.alerting.alertmanagers = alertmanager ? [{ static_configs: [{ targets: [alertmanager] }] }] : [];
  config.scrape_configs[0].static_configs = [{ targets: [app] }];
  return stringify(config);
}
