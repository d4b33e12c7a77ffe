// Guest. Which components can be profiled, by the manifest and the maps that are mounted: what the app is to be and what was
// built may differ. Runs on plain Node as well.
import { parse } from 'smol-toml';
import { mapFolder } from './bundle-maps.ts';
import type { Files } from './mounted-files.ts';

/** Where the manifest mounts itself. */
const manifestPath = '/spin.toml';

export interface InstrumentedComponent {
  id: string;
  state: 'profiled' | 'off' | 'rebuild needed';
  /** What to do, or what is so. */
  remark: string;
}

interface Manifest {
  application?: { name?: string; version?: string };
  component?: Record<string, { source?: unknown; environment?: Record<string, string> }>;
}

/** In the manifest's order; undefined when the manifest is not mounted. */
export function instrumentedComponents(files: Files): InstrumentedComponent[] | undefined {
  const manifest = readManifest(files);
  if (!manifest) return undefined;
  const built = new Set(files.list(mapFolder).map((name) => name.replace(/\.json$/, '')));
  return Object.entries(manifest.component ?? {}).map(([id, { source, environment = {} }]) => {
    const wants = environment.ENABLE_PROFILING === 'true';
    const name = typeof source === 'string' ? source.replace(/^.*\/|\.wasm$/g, '') : '';
    if (name === 'profiler') return { id, state: 'off', remark: 'this page' };
    if (wants !== built.has(name)) {
      const remark = wants
        ? 'ENABLE_PROFILING is "true", but it was built without safepoints'
        : 'it was built with safepoints, but ENABLE_PROFILING is not "true"';
      return { id, state: 'rebuild needed', remark };
    }
    if (!wants) return { id, state: 'off', remark: 'ENABLE_PROFILING is not "true" in its environment' };
    return { id, state: 'profiled', remark: frequencyRemark(environment.PROFILE_FREQUENCY) };
  });
}

function frequencyRemark(given: string | undefined): string {
  if (given === undefined) return '100 Hz';
  const isUsed = /^\d{1,4}$/.test(given) && Number(given) >= 1 && Number(given) <= 1000;
  return isUsed
    ? `${Number(given)} Hz`
    : `100 Hz: PROFILE_FREQUENCY is "${given}", expected a whole number from 1 to 1000`;
}

/** What runs, as a command line: its words end with NUL. */
export function appName(files: Files): string {
  const { name = 'unknown', version } = readManifest(files)?.application ?? {};
  return [name, ...(version === undefined ? [] : [version])].join('\0');
}

function readManifest(files: Files): Manifest | undefined {
  const text = files.read(manifestPath);
  return text === undefined ? undefined : (parse(text) as Manifest);
}
