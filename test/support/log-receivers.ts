// Node, tests. Who takes log lines at the other end: a TCP port that reads lines of JSON, and an Elasticsearch that knows
// only its bulk interface.
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export type Document = Record<string, unknown>;

export interface LogReceiver {
  port: number;
  documents: Document[];
  close(): Promise<void>;
}

export async function startLineReceiver(): Promise<LogReceiver> {
  const documents: Document[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk) => {
      const lines = (text + chunk).split('\n');
      text = lines.pop()!;
      documents.push(...lines.map((line) => JSON.parse(line) as Document));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    documents,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface FakeElasticsearch extends LogReceiver {
  /** The lines before the documents, such as `{ create: { _index: 'ftl-logs' } }`. */
  actions: Document[];
  /** Answers 503 to everything. */
  isBusy: boolean;
}

export async function startFakeElasticsearch(port: number): Promise<FakeElasticsearch> {
  const server = createHttpServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    response.setHeader('content-type', 'application/json');
    response.statusCode = fake.isBusy ? 503 : 200;
    if (fake.isBusy || !request.url!.startsWith('/_bulk')) return response.end('{}');
    const lines = body.trim().split('\n');
    const items = lines.flatMap((line, at) => {
      const parsed = JSON.parse(line) as Document;
      (at % 2 === 0 ? fake.actions : fake.documents).push(parsed);
      return at % 2 === 0 ? [{ [Object.keys(parsed)[0]!]: { status: 201 } }] : [];
    });
    return response.end(JSON.stringify({ errors: false, items }));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const fake: FakeElasticsearch = {
    port,
    documents: [],
    actions: [],
    isBusy: false,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}
