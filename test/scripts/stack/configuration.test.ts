// What `npm run stack` makes of the project's own configuration: the same, on this machine, without secrets.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from '../../../scripts/build/paths.ts';
import { alertmanagerConfig } from '../../../scripts/stack/alertmanager.ts';
import { collectorUrl, stackManifest } from '../../../scripts/stack/manifest.ts';
import { prometheusConfig } from '../../../scripts/stack/prometheus.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Component {
  source: string;
  files?: { source: string; destination: string }[];
  allowed_outbound_hosts?: string[];
  environment?: Record<string, string>;
  dependencies?: Record<string, { path: string }>;
}
const manifest = (text: string) =>
  parseToml(text) as unknown as { component: Record<string, Component>; trigger: object };

describe('the manifest of the stack', () => {
  const original = manifest(read('spin.toml'));

  it('is the demo’s, seen from build/', () => {
    const { component, trigger } = manifest(stackManifest(read('spin.toml'), 'stack.toml', { hasCollector: false }));
    expect(trigger).toEqual(original.trigger);
    expect(Object.keys(component)).toEqual(Object.keys(original.component));
    for (const [id, { source, files, dependencies }] of Object.entries(component)) {
      expect(`build/${source}`).toBe(original.component[id]!.source);
      for (const { path } of Object.values(dependencies ?? {})) expect(path).toMatch(/^registry[\w-]*\.wasm$/);
      for (const file of files ?? []) expect(file.source).not.toMatch(/build|spin\.toml/);
    }
  });

  it('writes an access log for the app and none for the sidecars', () => {
    const { component } = manifest(stackManifest(read('spin.toml'), 'stack.toml', { hasCollector: false }));
    const logging = Object.keys(component).filter((id) => component[id]!.environment?.LOG_FORMAT === 'json');
    expect(logging).toEqual(['mcp-gateway', 'weather-ts', 'items-ts']);
  });

  it('writes spans into the log where no collector listens', () => {
    const { component } = manifest(stackManifest(read('spin.toml'), 'stack.toml', { hasCollector: false }));
    const traced = Object.keys(component).filter(
      (id) => component[id]!.environment?.OTEL_TRACES_EXPORTER === 'console',
    );
    expect(traced).toEqual(['mcp-gateway', 'items-ts']);
    expect(JSON.stringify(component)).not.toContain(collectorUrl);
  });

  it('sends spans where a collector listens, and may call it', () => {
    const { component } = manifest(stackManifest(read('spin.toml'), 'stack.toml', { hasCollector: true }));
    for (const id of ['mcp-gateway', 'items-ts']) {
      expect(component[id]!.environment!.OTEL_EXPORTER_OTLP_ENDPOINT).toBe(collectorUrl);
      expect(component[id]!.allowed_outbound_hosts).toContain(collectorUrl);
    }
  });
});

describe('the configuration of Prometheus', () => {
  const original = parse(read('monitoring/prometheus/prometheus.yml'));

  it('has the job and the rules of the project', () => {
    const config = parse(
      prometheusConfig(read('monitoring/prometheus/prometheus.yml'), { app: 'a:1', alertmanager: 'b:2' }),
    );
    const targets = (host: string) => [{ targets: [host] }];
    expect(config.scrape_configs).toEqual([{ ...original.scrape_configs[0], static_configs: targets('a:1') }]);
    expect(config.alerting.alertmanagers).toEqual([{ static_configs: targets('b:2') }]);
    expect(config.rule_files).toEqual([join(root, 'monitoring/prometheus/rules/*.yml')]);
  });

  it('tells nobody where there is no Alertmanager', () => {
    const text = read('monitoring/prometheus/prometheus.yml');
    expect(parse(prometheusConfig(text, { app: 'a:1', alertmanager: undefined })).alerting.alertmanagers).toEqual([]);
  });
});

describe('the configuration of Alertmanager', () => {
  it('keeps routes and receivers, and tells only this machine', () => {
    const original = parse(read('monitoring/alertmanager/alertmanager.yml'));
    const text = alertmanagerConfig(read('monitoring/alertmanager/alertmanager.yml'), 'http://127.0.0.1:1');
    const { route, inhibit_rules, receivers } = parse(text);
    expect({ route, inhibit_rules }).toEqual({ route: original.route, inhibit_rules: original.inhibit_rules });
    expect(receivers).toEqual(
      original.receivers.map(({ name }: { name: string }) => ({
        name,
        webhook_configs: [{ url: `http://127.0.0.1:1/${name}`, send_resolved: true }],
      })),
    );
    expect(text).not.toMatch(/_file:|slack_|smtp_|pagerduty_/);
  });
});
