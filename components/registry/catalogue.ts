// Guest. Made from catalogue/ by `npm run metrics -- --write`: change it there.
// biome-ignore-all format: one constant a line

export const HTTP_LABELS: StaticArray<string> = ['component', 'method', 'route', 'status'];
export const HTTP_METHODS: StaticArray<string> = ['GET', 'POST', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE'];
export const HTTP_METHOD_OTHER: string = 'other';

export const HTTP_REQUEST_DURATION_SECONDS: string = 'http_request_duration_seconds';
export const HTTP_REQUEST_DURATION_SECONDS_HELP: string = 'Request latency';
export const HTTP_REQUEST_DURATION_SECONDS_UNIT: string = 'seconds';
export const HTTP_REQUEST_DURATION_SECONDS_BUCKETS: StaticArray<f64> = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export const HTTP_REQUEST_SIZE_BYTES: string = 'http_request_size_bytes';
export const HTTP_REQUEST_SIZE_BYTES_HELP: string = 'Request body size';
export const HTTP_REQUEST_SIZE_BYTES_UNIT: string = 'bytes';
export const HTTP_REQUEST_SIZE_BYTES_BUCKETS: StaticArray<f64> = [100, 1000, 10000, 100000, 1000000, 10000000];

export const HTTP_REQUESTS_TOTAL: string = 'http_requests_total';
export const HTTP_REQUESTS_TOTAL_HELP: string = 'Total HTTP requests';

export const HTTP_RESPONSE_SIZE_BYTES: string = 'http_response_size_bytes';
export const HTTP_RESPONSE_SIZE_BYTES_HELP: string = 'Response body size';
export const HTTP_RESPONSE_SIZE_BYTES_UNIT: string = 'bytes';
export const HTTP_RESPONSE_SIZE_BYTES_BUCKETS: StaticArray<f64> = [100, 1000, 10000, 100000, 1000000, 10000000];

export const SIDECARS_COMPONENT_INFO: string = 'sidecars_component_info';
export const SIDECARS_COMPONENT_INFO_HELP: string = 'One for each component that has pushed, with the versions of its newest push.';

export const SIDECARS_DROPPED_SAMPLES_TOTAL: string = 'sidecars_dropped_samples_total';
export const SIDECARS_DROPPED_SAMPLES_TOTAL_HELP: string = 'Samples that were pushed and not counted, by cause.';

export const SIDECARS_REGISTRY_DROPPED_EXEMPLARS_TOTAL: string = 'sidecars_registry_dropped_exemplars_total';
export const SIDECARS_REGISTRY_DROPPED_EXEMPLARS_TOTAL_HELP: string = 'Exemplars left out because they were too long or nothing had room for them.';

export const SIDECARS_REGISTRY_EXPIRED_SERIES_TOTAL: string = 'sidecars_registry_expired_series_total';
export const SIDECARS_REGISTRY_EXPIRED_SERIES_TOTAL_HELP: string = 'Series forgotten because nobody pushed them for SIDECARS_SERIES_TTL_SECONDS.';

export const SIDECARS_REGISTRY_FAMILIES: string = 'sidecars_registry_families';
export const SIDECARS_REGISTRY_FAMILIES_HELP: string = "Metric families in the snapshot, without the registry's own.";

export const SIDECARS_REGISTRY_FOLDS_TOTAL: string = 'sidecars_registry_folds_total';
export const SIDECARS_REGISTRY_FOLDS_TOTAL_HELP: string = 'Folds of the log into the snapshot, by outcome. Folds that found nothing to do are not counted.';

export const SIDECARS_REGISTRY_INFO: string = 'sidecars_registry_info';
export const SIDECARS_REGISTRY_INFO_HELP: string = 'The registry whose numbers these are: two targets with one id expose the same totals.';

export const SIDECARS_REGISTRY_LOG_ENTRIES: string = 'sidecars_registry_log_entries';
export const SIDECARS_REGISTRY_LOG_ENTRIES_HELP: string = 'Pushes that were not in the snapshot yet when the scrape began.';

export const SIDECARS_REGISTRY_OLDEST_LOG_ENTRY_AGE_SECONDS: string = 'sidecars_registry_oldest_log_entry_age_seconds';
export const SIDECARS_REGISTRY_OLDEST_LOG_ENTRY_AGE_SECONDS_HELP: string = 'Age of the oldest push that was not in the snapshot yet when the scrape began; 0 without any.';
export const SIDECARS_REGISTRY_OLDEST_LOG_ENTRY_AGE_SECONDS_UNIT: string = 'seconds';

export const SIDECARS_REGISTRY_PUSHES_TOTAL: string = 'sidecars_registry_pushes_total';
export const SIDECARS_REGISTRY_PUSHES_TOTAL_HELP: string = 'Pushes merged into the snapshot.';

export const SIDECARS_REGISTRY_QUARANTINED_ENTRIES: string = 'sidecars_registry_quarantined_entries';
export const SIDECARS_REGISTRY_QUARANTINED_ENTRIES_HELP: string = 'Unreadable log entries kept in the store.';

export const SIDECARS_REGISTRY_REPLACED_FAMILIES_TOTAL: string = 'sidecars_registry_replaced_families_total';
export const SIDECARS_REGISTRY_REPLACED_FAMILIES_TOTAL_HELP: string = 'Families that began anew because other labels or buckets were pushed for them.';

export const SIDECARS_REGISTRY_SERIES: string = 'sidecars_registry_series';
export const SIDECARS_REGISTRY_SERIES_HELP: string = "Series in the snapshot, without the registry's own.";

export const SIDECARS_REGISTRY_SNAPSHOT_BYTES: string = 'sidecars_registry_snapshot_bytes';
export const SIDECARS_REGISTRY_SNAPSHOT_BYTES_HELP: string = 'Size of the snapshot in the store.';
export const SIDECARS_REGISTRY_SNAPSHOT_BYTES_UNIT: string = 'bytes';

export const SIDECARS_REGISTRY_START_TIME_SECONDS: string = 'sidecars_registry_start_time_seconds';
export const SIDECARS_REGISTRY_START_TIME_SECONDS_HELP: string = 'Unix time when the registry began to count from zero.';
export const SIDECARS_REGISTRY_START_TIME_SECONDS_UNIT: string = 'seconds';

export const SIDECARS_REGISTRY_UNREADABLE_ENTRIES_TOTAL: string = 'sidecars_registry_unreadable_entries_total';
export const SIDECARS_REGISTRY_UNREADABLE_ENTRIES_TOTAL_HELP: string = 'Log entries in the store that could not be read and were put aside.';

export const TARGET_INFO: string = 'target_info';
export const TARGET_INFO_HELP: string = 'The app as OpenTelemetry describes it: OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES of the exporter.';

export const REASON: string = 'reason';
export const REASON_FAMILY_LIMIT: string = 'family_limit';
export const REASON_FAMILY_SERIES_LIMIT: string = 'family_series_limit';
export const REASON_SERIES_LIMIT: string = 'series_limit';
export const REASON_EXPOSITION_LIMIT: string = 'exposition_limit';
export const REASON_LABEL_COUNT_LIMIT: string = 'label_count_limit';
export const REASON_LABEL_LENGTH_LIMIT: string = 'label_length_limit';
export const REASON_PUSH_SAMPLES_LIMIT: string = 'push_samples_limit';
export const REASON_PUSH_BYTES_LIMIT: string = 'push_bytes_limit';
export const REASON_INVALID: string = 'invalid';
export const REASON_DEFINITION_CONFLICT: string = 'definition_conflict';

export const OUTCOME: string = 'outcome';
export const OUTCOME_MERGED: string = 'merged';
export const OUTCOME_LOST: string = 'lost';
export const OUTCOME_FAILED: string = 'failed';
