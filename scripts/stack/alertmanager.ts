// Node. monitoring/alertmanager/alertmanager.yml with its routes, grouping and inhibition; but nobody is told: what would go
// to a receiver goes to an address on this machine. So no secret is needed.
import { parse, stringify } from 'yaml';

interface Receiver {
  name: string;
}

/** `text` is the project's own configuration; notifications go to `<url>/<receiver>`. */
export function alertmanagerConfig(text: string, url: string): string {
  const config = parse(text) as { global?: object; receivers: Receiver[] };
  delete config.global;
  config.receivers = config.receivers.map(({ name }) => ({
    name,
    webhook_configs: [{ url: `${url}/${name}`, send_resolved: true }],
  }));
  return stringify(config);
}
