// Guest. What this component is told: by Spin variables (the secret) and by its environment. Host calls: never at a top level.
import { environment } from '../../sdk/environment.ts';
import { optionalVariable } from '../../sdk/variable.ts';
import type { Settings } from './receive.ts';

const defaultMaxBytes = 1024 * 1024;

/** Throws on a value that cannot be used. */
export function receiveSettings(): Settings {
  const text = environment('SIDECARS_OTLP_MAX_BYTES') ?? '';
  const maxBytes = text === '' ? defaultMaxBytes : Number(text);
  if (!Number.isInteger(maxBytes) || maxBytes < 1) {
    throw new Error(`SIDECARS_OTLP_MAX_BYTES: found "${text}", expected a whole number of bytes above 0`);
  }
  return { secret: optionalVariable('telemetry_secret') ?? '', maxBytes };
}
