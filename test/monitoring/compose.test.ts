// monitoring/compose.yaml: what it mounts is there and can be read, who is asked by name is there too. No container runs here.
// Judge: compose-go, which Docker Compose itself loads files with.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from '../../scripts/build/paths.ts';
import { logs } from '../../scripts/stack/files.ts';
import { collectorUrl } from '../../scripts/stack/manifest.ts';

const folder = join(root, 'monitoring');
const file = join(folder, 'compose.yaml');

interface Service {
  image: string;
  ports?: string[];
  extra_hosts?: string[];
  volumes?: (string | { source: string; target: string })[];
  depends_on?: string[];
}
const { services } = parse(readFileSync(file, 'utf8')) as { services: Record<string, Service> };
const list = Object.entries(services);

const mounted = list.flatMap(([service, { volumes = [] }]) =>
  volumes.map((volume) => {
    const [source, target] = typeof volume === 'string' ? volume.split(':') : [volume.source, volume.target];
    return { service, source: resolve(folder, source!), target: target! };
  }),
);

const filesIn = (path: string): string[] =>
  statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => filesIn(join(path, name))) : [path];

describe('monitoring/compose.yaml', () => {
  it('has Grafana, Jaeger, Loki and Vector, in versions that do not change', () => {
    expect(Object.keys(services).sort()).toEqual(['grafana', 'jaeger', 'loki', 'vector']);
    for (const [name, { image }] of list) expect(image, name).toMatch(/^[\w/-]+:\d+\.\d+\.\d+(-alpine)?$/);
  });

  it('mounts files that exist and can be parsed', () => {
    const read = mounted.filter(({ source }) => source !== logs).flatMap(({ source }) => filesIn(source));
    expect(read.length).toBeGreaterThan(5);
    for (const path of read) {
      const text = readFileSync(path, 'utf8');
      expect(() => (path.endsWith('.json') ? JSON.parse(text) : parse(text)), relative(root, path)).not.toThrow();
    }
  });

  it('shows Vector the lines of `npm run stack`, where Vector looks for them', () => {
    const mount = mounted.find(({ source }) => source === logs)!;
    expect(mount.service).toBe('vector');
    expect(readFileSync(join(folder, 'vector/vector.yaml'), 'utf8')).toContain(`- ${mount.target}/*`);
  });

  it('has everybody whom a mounted file names', () => {
    const known = [...Object.keys(services), ...list.flatMap(([, { extra_hosts = [] }]) => extra_hosts)].map(
      (name) => name.split(':')[0],
    );
    const files = mounted.filter(({ source }) => existsSync(source) && source !== logs);
    const asked = files
      .flatMap(({ source }) => filesIn(source))
      .flatMap((path) => readFileSync(path, 'utf8').split('\n'))
      .filter((line) => !line.trim().startsWith('#'))
      .flatMap((line) => [...line.matchAll(/(?:url|endpoint): http:\/\/([\w-]+):\d+/g)].map(([, host]) => host!));
    expect(new Set(asked)).toEqual(new Set(['prometheus', 'loki', 'jaeger']));
    for (const host of asked) expect(known).toContain(host);
  });

  it('listens on this machine only, and where the app sends its spans', () => {
    const ports = list.flatMap(([, { ports = [] }]) => ports);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    expect(ports).toContain(`127.0.0.1:${new URL(collectorUrl).port}:4318`);
  });

  const loader = join(root, 'build/go/cmd');
  const hasLoader = existsSync(loader);
  it.skipIf(!hasLoader)(`is a Compose file${hasLoader ? '' : ' (skipped: no compose-go, see .ci/run)'}`, () => {
    const { status, stdout, stderr } = spawnSync(loader, ['--format', 'json', file], { encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    expect(Object.keys(JSON.parse(stdout).services).sort()).toEqual(Object.keys(services).sort());
  });
});
