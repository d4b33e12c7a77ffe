// Node, tests. What Alertmanager delivers to: Slack and PagerDuty as HTTP servers, a mail server as far as one client needs
// it. Each remembers what it got.
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';

export interface Delivery {
  path: string;
  body: Record<string, unknown>;
}

export interface FakeReceivers {
  /** Base address of the HTTP server that stands in for Slack and PagerDuty. */
  url: string;
  /** host:port of the mail server. */
  smarthost: string;
  deliveries: Delivery[];
  /** Whole messages, headers included. */
  mails: string[];
  stop(): Promise<void>;
}

const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

export async function startFakeReceivers(): Promise<FakeReceivers> {
  const deliveries: Delivery[] = [];
  const mails: string[] = [];
  const http = createHttpServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    deliveries.push({ path: request.url!, body: JSON.parse(text) });
    response.writeHead(request.url === '/pagerduty' ? 202 : 200).end('ok');
  });
  const smtp = createTcpServer((socket) => receiveMails(socket, mails));
  const url = `http://127.0.0.1:${await listen(http)}`;
  const smarthost = `127.0.0.1:${await listen(smtp)}`;
  return {
    url,
    smarthost,
    deliveries,
    mails,
    async stop() {
      http.closeAllConnections();
      await Promise.all([http, smtp].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

/** RFC 5321 without extensions: every command is taken; after DATA lines are the message until a single dot. */
function receiveMails(socket: Socket, mails: string[]): void {
  let rest = '';
  let message: string[] | undefined;
  const say = (text: string) => socket.write(`${text}\r\n`);
  const take = (line: string) => {
    if (message && line === '.') {
      mails.push(message.join('\n'));
      message = undefined;
      say('250 taken');
    } else if (message) {
      message.push(line);
    } else if (line === 'DATA') {
      message = [];
      say('354 go on');
    } else if (line === 'QUIT') {
      say('221 bye');
      socket.end();
    } else {
      say('250 ok');
    }
  };
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    const lines = (rest + chunk).split('\r\n');
    rest = lines.pop()!;
    lines.forEach(take);
  });
  say('220 fake');
}
