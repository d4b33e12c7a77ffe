// Node. What Alertmanager would send to Slack, PagerDuty and mail, printed: a line an alert.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Alert {
  status: 'firing' | 'resolved';
  labels: { alertname: string; severity?: string };
  annotations: { summary?: string; runbook_url?: string };
}

export interface Notifications {
  url: string;
  close(): void;
}

/** `FIRING critical TargetDown to on-call: ftl-app:3000 cannot be scraped (docs/runbooks/TargetDown.md)`. */
export function notificationLine({ status, labels, annotations }: Alert, receiver: string): string {
  const start = `${status.toUpperCase()} ${labels.severity ?? 'unknown'} ${labels.alertname} to ${receiver}`;
  const runbook = annotations.runbook_url ? ` (${annotations.runbook_url})` : '';
  return `${start}: ${annotations.summary ?? ''}${runbook}`;
}

/** Listens on a free port; `print` gets each line. */
export async function startNotifications(print: (line: string) => void): Promise<Notifications> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    try {
      const { alerts } = JSON.parse(body) as { alerts: Alert[] };
      for (const alert of alerts) print(notificationLine(alert, request.url!.slice(1)));
      response.statusCode = 200;
    } catch {
      response.statusCode = 400;
    }
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
