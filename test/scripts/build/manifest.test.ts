import { expect, it } from 'vitest';
import { checkManifest } from '../../../scripts/build/manifest.ts';

const manifest = (exporter: string) =>
  `[component.a]\nsource = "a.wasm"\n[component.a.environment]\nOTEL_METRICS_EXPORTER = "${exporter}"\n`;

it('an unknown OTEL_METRICS_EXPORTER is refused by the build, with the component and what is allowed', () => {
  expect(() => checkManifest('spin.toml', manifest('zipkin'))).toThrow(
    'spin.toml: component "a": OTEL_METRICS_EXPORTER: found "zipkin", expected one of prometheus, otlp, none',
  );
  for (const exporter of ['otlp', 'prometheus', 'none', '']) checkManifest('spin.toml', manifest(exporter));
  checkManifest('spin.toml', '[component.a]\nsource = "a.wasm"\n');
});
