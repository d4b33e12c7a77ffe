// Guest and Node. What the registry says of itself. Its own code is compiled and takes these from
// components/registry/catalogue.ts, which `npm run metrics -- --write` makes; how it numbers them is its own affair.
import type { Metric } from './metric.ts';

const common = { unit: '', labels: [], source: 'registry', stability: 'stable' } as const;

/** The limits in the order of docs/registry.md, then what a push or a definition did wrong. */
export const reasonLabel = {
  name: 'reason',
  values: [
    'family_limit',
    'family_series_limit',
    'series_limit',
    'exposition_limit',
    'label_count_limit',
    'label_length_limit',
    'push_samples_limit',
    'push_bytes_limit',
    'invalid',
    'definition_conflict',
  ],
} as const;

export const outcomeLabel = { name: 'outcome', values: ['merged', 'lost', 'failed'] } as const;

export const droppedSamples = {
  ...common,
  name: 'sidecars_dropped_samples_total',
  kind: 'counter',
  help: 'Samples that were pushed and not counted, by cause.',
  labels: [reasonLabel],
} as const satisfies Metric;

export const pushes = {
  ...common,
  name: 'sidecars_registry_pushes_total',
  kind: 'counter',
  help: 'Pushes merged into the snapshot.',
} as const satisfies Metric;

export const folds = {
  ...common,
  name: 'sidecars_registry_folds_total',
  kind: 'counter',
  help: 'Folds of the log into the snapshot, by outcome. Folds that found nothing to do are not counted.',
  labels: [outcomeLabel],
} as const satisfies Metric;

export const unreadableEntries = {
  ...common,
  name: 'sidecars_registry_unreadable_entries_total',
  kind: 'counter',
  help: 'Log entries in the store that could not be read and were put aside.',
} as const satisfies Metric;

export const expiredSeries = {
  ...common,
  name: 'sidecars_registry_expired_series_total',
  kind: 'counter',
  help: 'Series forgotten because nobody pushed them for SIDECARS_SERIES_TTL_SECONDS.',
} as const satisfies Metric;

export const replacedFamilies = {
  ...common,
  name: 'sidecars_registry_replaced_families_total',
  kind: 'counter',
  help: 'Families that began anew because other labels or buckets were pushed for them.',
} as const satisfies Metric;

export const info = {
  ...common,
  name: 'sidecars_registry_info',
  kind: 'gauge',
  help: 'The registry whose numbers these are: two targets with one id expose the same totals.',
  labels: [
    { name: 'id', bound: 'one random number for each registry' },
    { name: 'storage', values: ['key-value', 'redis'] },
  ],
} as const satisfies Metric;

export const families = {
  ...common,
  name: 'sidecars_registry_families',
  kind: 'gauge',
  help: "Metric families in the snapshot, without the registry's own.",
} as const satisfies Metric;

export const series = {
  ...common,
  name: 'sidecars_registry_series',
  kind: 'gauge',
  help: "Series in the snapshot, without the registry's own.",
} as const satisfies Metric;

export const snapshotBytes = {
  ...common,
  name: 'sidecars_registry_snapshot_bytes',
  kind: 'gauge',
  help: 'Size of the snapshot in the store.',
  unit: 'bytes',
} as const satisfies Metric;

export const logEntries = {
  ...common,
  name: 'sidecars_registry_log_entries',
  kind: 'gauge',
  help: 'Pushes that were not in the snapshot yet when the scrape began.',
} as const satisfies Metric;

export const oldestLogEntryAge = {
  ...common,
  name: 'sidecars_registry_oldest_log_entry_age_seconds',
  kind: 'gauge',
  help: 'Age of the oldest push that was not in the snapshot yet when the scrape began; 0 without any.',
  unit: 'seconds',
} as const satisfies Metric;

export const quarantinedEntries = {
  ...common,
  name: 'sidecars_registry_quarantined_entries',
  kind: 'gauge',
  help: 'Unreadable log entries kept in the store.',
} as const satisfies Metric;

export const droppedExemplars = {
  ...common,
  name: 'sidecars_registry_dropped_exemplars_total',
  kind: 'counter',
  help: 'Exemplars left out because they were too long or nothing had room for them.',
} as const satisfies Metric;

export const startTime = {
  ...common,
  name: 'sidecars_registry_start_time_seconds',
  kind: 'gauge',
  help: 'Unix time when the registry began to count from zero.',
  unit: 'seconds',
} as const satisfies Metric;

export const componentInfo = {
  ...common,
  name: 'sidecars_component_info',
  kind: 'gauge',
  help: 'One for each component that has pushed, with the versions of its newest push.',
  labels: [
    { name: 'component', bound: 'as in http_requests_total; without a name a component has none' },
    { name: 'registry_version', bound: 'version of the registry.wasm that the component depends on' },
    { name: 'version', bound: 'service.version in OTEL_RESOURCE_ATTRIBUTES of the component, or left out' },
  ],
} as const satisfies Metric;

export const targetInfo = {
  ...common,
  name: 'target_info',
  kind: 'gauge',
  help: 'The app as OpenTelemetry describes it: OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES of the exporter.',
  labels: [
    {
      name: 'deployment_environment_name',
      bound: 'deployment.environment.name in OTEL_RESOURCE_ATTRIBUTES; so are others',
    },
    { name: 'service_name', bound: 'OTEL_SERVICE_NAME' },
    { name: 'service_version', bound: 'service.version in OTEL_RESOURCE_ATTRIBUTES' },
  ],
} as const satisfies Metric;
