// Guest. What the component's environment says about traces and about logs as OTLP; read once an instance.
import type { Attributes } from '@opentelemetry/api';
import { resourceAttributes as attributesOf } from '../../otlp/environment.ts';
import { componentName } from '../component-name.ts';
import { environment } from '../environment.ts';
import { phase } from '../phase.ts';
import { type Endpoint, namesEndpoint, readEndpoint } from './endpoint.ts';

export interface TelemetrySettings {
  /** Spans are made and sent there. */
  traces: Endpoint | undefined;
  /** Spans are made and written to the log. */
  printsTraces: boolean;
  logs: Endpoint | undefined;
  /** OTEL_TRACES_SAMPLER, as it is written. */
  sampler: string;
  samplerRatio: number;
  /** Context is taken from callers and given to callees. */
  propagates: boolean;
  /** What cannot be followed to the letter, a sentence each. */
  faults: readonly string[];
}

let settings: TelemetrySettings | undefined;

/** A host call, the first time. */
export function telemetrySettings(): TelemetrySettings {
  settings ??= readTelemetrySettings();
  return settings;
}

/** Whether spans are made in this request. At build time there are none, but for the warm-up. */
export function isTracing(): boolean {
  if (!phase.isServing && !settings) return false;
  const { traces, printsTraces } = telemetrySettings();
  return traces !== undefined || printsTraces;
}

/** For warm-up and tests. Undefined: read the environment again. */
export function useTelemetrySettings(given: TelemetrySettings | undefined): void {
  settings = given;
}

export function readTelemetrySettings(): TelemetrySettings {
  const faults: string[] = [];
  const isOff = environment('OTEL_SDK_DISABLED')?.trim().toLowerCase() === 'true';
  const exporters = isOff ? [] : tracesExporters(faults);
  const sampler = environment('OTEL_TRACES_SAMPLER')?.trim() || 'parentbased_always_on';
  const propagators = environment('OTEL_PROPAGATORS')?.split(',') ?? ['tracecontext'];
  return {
    traces: exporters.includes('otlp') ? readEndpoint('traces', faults) : undefined,
    printsTraces: exporters.includes('console'),
    logs: !isOff && list('OTEL_LOGS_EXPORTER').includes('otlp') ? readEndpoint('logs', faults) : undefined,
    sampler,
    samplerRatio: exporters.length > 0 ? ratio(sampler, faults) : 1,
    propagates: propagators.some((name) => name.trim() === 'tracecontext'),
    faults,
  };
}

function list(name: string): string[] {
  return (environment(name) ?? '').split(',').flatMap((value) => value.trim().toLowerCase() || []);
}

/** Without OTEL_TRACES_EXPORTER an endpoint says that spans are wanted. */
function tracesExporters(faults: string[]): string[] {
  const asked = list('OTEL_TRACES_EXPORTER');
  if (asked.length === 0) return namesEndpoint('traces') ? ['otlp'] : [];
  return asked.flatMap((name) => {
    if (name === 'otlp' || name === 'console') return name;
    if (name === 'jaeger') {
      faults.push('OTEL_TRACES_EXPORTER is "jaeger", which takes OTLP today: set it to "otlp"');
      return 'otlp';
    }
    if (name !== 'none') {
      faults.push(`OTEL_TRACES_EXPORTER is "${name}", expected otlp, console or none; no spans are sent`);
    }
    return [];
  });
}

function ratio(sampler: string, faults: string[]): number {
  const found = environment('OTEL_TRACES_SAMPLER_ARG')?.trim();
  if (!found || !sampler.endsWith('traceidratio')) return 1;
  const value = Number(found);
  if (value >= 0 && value <= 1) return value;
  faults.push(`OTEL_TRACES_SAMPLER_ARG is "${found}", expected a number from 0 to 1; 1 it is`);
  return 1;
}

/** What describes the component in every export. */
export function resourceAttributes(): Attributes {
  const component = componentName();
  const names = ['OTEL_RESOURCE_ATTRIBUTES', 'OTEL_SERVICE_NAME'] as const;
  const variables = Object.fromEntries(names.map((name) => [name, environment(name)]));
  return {
    'telemetry.sdk.name': 'opentelemetry',
    'telemetry.sdk.language': 'webjs',
    'telemetry.distro.name': 'spin-sidecars',
    'spin.component': component,
    ...attributesOf(variables, component),
  };
}
