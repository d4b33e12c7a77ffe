// docs/stack.md and docs/log-shipping.md: ports, paths and folders as the scripts and files have them.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from '../../scripts/build/paths.ts';
import { folder, logs } from '../../scripts/stack/files.ts';
import { collectorUrl } from '../../scripts/stack/manifest.ts';
import { readPage } from '../support/page.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');

describe('docs/stack.md', () => {
  const page = readPage('stack.md');

  it('names the ports and the variables that change them', () => {
    const used = [...read('scripts/stack.mjs').matchAll(/portFrom\('(\w+)', (\d+)\)/g)];
    expect(used).toHaveLength(3);
    for (const [, name, port] of used) expect(page).toMatch(new RegExp(`127\\.0\\.0\\.1:${port}\`, or \`${name}\``));
    expect(page).toContain(`\`${collectorUrl}\``);
  });

  it('names the folders', () => {
    expect(page).toContain(`\`${relative(root, logs)}/\``);
    expect(page).toContain(`\`${relative(root, folder)}/\` is emptied`);
  });

  it('says what the compose file says, and opens what it publishes', () => {
    const { services } = parse(read('monitoring/compose.yaml')) as { services: Record<string, { ports?: string[] }> };
    const steps = [...read('monitoring/compose.yaml').matchAll(/^# {3}(.+)$/gm)].map(([, step]) => step!);
    expect(steps).toHaveLength(3);
    for (const step of steps) expect(page).toContain(`\n${step}\n`);
    for (const name of ['grafana', 'jaeger']) {
      const ports = services[name]!.ports!.map((port) => port.split(':')[1]!);
      expect(
        ports.some((port) => page.includes(`http://localhost:${port}\``)),
        name,
      ).toBe(true);
    }
  });
});

describe('docs/log-shipping.md', () => {
  const page = readPage('log-shipping.md');
  const named = [...page.matchAll(/`monitoring\/(\w+)\/`/g)].map(([, name]) => name!);

  it('says of every shipper how it was checked', () => {
    const others = ['alertmanager', 'grafana', 'prometheus', 'spinkube', 'systemd'];
    const shippers = readdirSync(join(root, 'monitoring')).filter(
      (name) => statSync(join(root, 'monitoring', name)).isDirectory() && !others.includes(name),
    );
    expect([...new Set(named)].sort()).toEqual(shippers.sort());
  });
});

describe('docs/app.svg', () => {
  it('has every component of the demo, and nothing that needs a network', () => {
    const svg = read('docs/app.svg');
    const { component } = parseToml(read('spin.toml')) as { component: Record<string, unknown> };
    // the observer has the tool's id; the tool behind it has another
    const ids = Object.keys(component).filter((id) => id !== 'weather-ts-unobserved');
    for (const id of ids) expect(svg, id).toContain(`>${id}</text>`);
    expect(svg).not.toMatch(/href=|@import|<script/);
  });
});
