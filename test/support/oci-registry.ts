// Node, tests. The part of an OCI registry that pushing and pulling a Spin app or a component needs, in memory.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface OciRegistry {
  /** `127.0.0.1:<port>`. */
  address: string;
  /** Repositories with their tags. */
  tags(): Map<string, string[]>;
  /** Publishes a component as tools for WebAssembly packages do: one layer, found by its package's name and version. */
  publish(repository: string, version: string, component: Buffer): void;
  stop(): Promise<void>;
}

const digestOf = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const manifestType = 'application/vnd.oci.image.manifest.v1+json';

export async function startOciRegistry(): Promise<OciRegistry> {
  const blobs = new Map<string, Buffer>();
  const uploads = new Map<string, Buffer[]>();
  /** By `repository:reference`. */
  const manifests = new Map<string, { type: string; body: Buffer }>();
  const keep = (bytes: Buffer) => {
    blobs.set(digestOf(bytes), bytes);
    return { digest: digestOf(bytes), size: bytes.length };
  };
  const putManifest = (repository: string, reference: string, type: string, body: Buffer) => {
    for (const name of [reference, digestOf(body)]) manifests.set(`${repository}:${name}`, { type, body });
  };
  const tags = () => {
    const found = new Map<string, string[]>();
    for (const key of manifests.keys()) {
      const [, repository, tag] = /^(.*?):(.*)$/.exec(key)!;
      if (!tag!.startsWith('sha256:')) found.set(repository!, [...(found.get(repository!) ?? []), tag!]);
    }
    return found;
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, 'http://localhost');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const answer = (status: number, headers: Record<string, string> = {}, content: Buffer | string = '') =>
      response.writeHead(status, { 'content-length': Buffer.byteLength(content), ...headers }).end(content);
    const [, repository = '', kind = '', reference = ''] =
      /^\/v2\/(.+)\/(blobs|manifests|tags|blobs\/uploads)\/([^/]*)$/.exec(url.pathname) ?? [];
    if (url.pathname === '/v2/') return void answer(200);
    if (kind === 'tags') {
      const list = { name: repository, tags: tags().get(repository) ?? [] };
      return void answer(200, { 'content-type': 'application/json' }, JSON.stringify(list));
    }
    if (kind === 'blobs/uploads') {
      const id = reference || String(uploads.size + 1);
      const parts = uploads.get(id) ?? [];
      uploads.set(id, parts);
      if (body.length > 0) parts.push(body);
      const location = `/v2/${repository}/blobs/uploads/${id}`;
      if (request.method !== 'PUT')
        return void answer(202, { location, range: `0-${Buffer.concat(parts).length - 1}` });
      const { digest } = keep(Buffer.concat(parts));
      return void answer(201, { location: `/v2/${repository}/blobs/${digest}`, 'docker-content-digest': digest });
    }
    if (kind === 'manifests' && request.method === 'PUT') {
      putManifest(repository, reference, request.headers['content-type'] ?? manifestType, body);
      return void answer(201, { location: url.pathname, 'docker-content-digest': digestOf(body) });
    }
    const found =
      kind === 'manifests'
        ? manifests.get(`${repository}:${reference}`)
        : blobs.has(reference)
          ? { type: 'application/octet-stream', body: blobs.get(reference)! }
          : undefined;
    if (!found) return void answer(404);
    const headers = { 'content-type': found.type, 'docker-content-digest': digestOf(found.body) };
    response.writeHead(200, { ...headers, 'content-length': found.body.length });
    response.end(request.method === 'HEAD' ? undefined : found.body);
  }

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    address: `127.0.0.1:${port}`,
    tags,
    publish(repository, version, component) {
      const config = keep(
        Buffer.from(
          JSON.stringify({
            created: '2026-01-01T00:00:00Z',
            architecture: 'wasm',
            os: 'wasip2',
            layerDigests: [digestOf(component)],
          }),
        ),
      );
      const layer = keep(component);
      const manifest = {
        schemaVersion: 2,
        mediaType: manifestType,
        config: { mediaType: 'application/vnd.wasm.config.v0+json', ...config },
        layers: [{ mediaType: 'application/wasm', ...layer }],
      };
      putManifest(repository, version, manifestType, Buffer.from(JSON.stringify(manifest)));
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
