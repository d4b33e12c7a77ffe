// docs/spinkube.md and its files: the same probes as in docs/health.md, the demo's secrets and stores, rules as resources.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { root } from '../../scripts/build/paths.ts';
import { blocks, readPage } from '../support/page.ts';
import { withFiles } from '../support/temporary-files.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const app = parse(read('monitoring/spinkube/spinapp.yaml'));
const monitor = parse(read('monitoring/spinkube/podmonitor.yaml'));
const page = readPage('spinkube.md');

describe('spinapp.yaml', () => {
  it('has the probes and stores that docs/health.md explains', () => {
    const [explained] = blocks(readPage('health.md'), 'yaml').filter((text) => text.includes('liveness'));
    const { checks, runtimeConfig } = parse(explained!).spec;
    expect(app.spec.checks).toEqual(checks);
    expect(app.spec.runtimeConfig).toEqual(runtimeConfig);
  });

  it('takes every secret of the demo from a Secret that the page makes', () => {
    const { variables } = parseToml(read('spin.toml')) as { variables: Record<string, { secret?: boolean }> };
    const secret = Object.keys(variables).filter((name) => variables[name]!.secret);
    const given = app.spec.variables as { name: string; valueFrom: { secretKeyRef: { name: string; key: string } } }[];
    expect(given.map(({ name }) => name)).toEqual(secret);
    for (const { name, valueFrom } of given) {
      expect(valueFrom.secretKeyRef).toEqual({ name: 'ftl-app', key: name });
      expect(page).toContain(`--from-literal=${name}=`);
    }
  });
});

describe('podmonitor.yaml', () => {
  it('finds the pods of the app, and gives them the job that the alerts name', () => {
    expect(monitor.spec.selector.matchLabels).toEqual({ 'core.spinkube.dev/app-name': app.metadata.name });
    const [endpoint] = monitor.spec.podMetricsEndpoints;
    expect(endpoint).toMatchObject({ port: 'http-app', path: '/metrics' });
    expect(endpoint.relabelings).toEqual([{ targetLabel: 'job', replacement: 'ftl-app' }]);
    const [job] = parse(read('monitoring/prometheus/prometheus.yml')).scrape_configs;
    expect(endpoint.interval).toBe(job.scrape_interval);
  });
});

describe('the page', () => {
  it('makes a PrometheusRule of every file of rules', () => {
    const command = blocks(page, 'bash').find((text) => text.includes('PrometheusRule'))!;
    const stdout = withFiles({ kubectl: '#!/bin/sh\ncat\n' }, (path) => {
      const script = `chmod +x ${path('kubectl')}; PATH=${path('.')}:$PATH\n${command}`;
      return spawnSync('bash', ['-c', script], { cwd: root, encoding: 'utf8' }).stdout;
    });
    const made = parseAllDocuments(stdout).map((document) => document.toJS());
    const files = readdirSync(join(root, 'monitoring/prometheus/rules'));
    expect(made).toEqual(
      files.map((file) => ({
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'PrometheusRule',
        metadata: { name: `ftl-${file.replace('.yml', '')}` },
        spec: parse(read(`monitoring/prometheus/rules/${file}`)),
      })),
    );
  });
});
