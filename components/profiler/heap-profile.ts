// Guest. What is known of memory, and nothing else: the linear memory of each component as the host reports it, and what the
// registry takes in the store. Nobody can look into a guest's heap. Runs on plain Node as well.
import type { Usage } from 'sidecars:metrics/profiles@0.1.0';
import type { Frame } from './frames.ts';
import { encodeProfile, type ProtoSample } from './proto.ts';

export interface HeapSource {
  measure(): Usage[];
  /** The metric wasm_memory_usage_bytes as text 0.0.4; empty where nothing reports it. */
  exposition(): string;
  /** Milliseconds since 1970. */
  now(): number;
}

export interface MeasuredHeap {
  atMs: number;
  /** By component. */
  linearMemory: { component: string; bytes: number }[];
  store: Usage[];
}

const comments = [
  'linear_memory: bytes of WebAssembly memory of an instance when it ended, the mean of each component, as the host reports ' +
    'it (wasm_memory_usage_bytes); absent where nothing reports it',
  'store: bytes that the registry has in its store, by part, metric family and component; store_entries: series or keys',
  'nobody can look into the heap of a JavaScript guest: there are no objects and no call sites here',
];

export function measureHeap({ measure, exposition, now }: HeapSource): MeasuredHeap {
  return { atMs: now(), linearMemory: linearMemoryOf(exposition()), store: measure() };
}

/** The newest value of each component. */
function linearMemoryOf(exposition: string): MeasuredHeap['linearMemory'] {
  const lines = exposition.matchAll(/^wasm_memory_usage_bytes\{([^}]*)\} (\S+)/gm);
  const found = new Map<string, number>();
  for (const [, labels = '', value] of lines) {
    const component = /(?:^|,)component="([^"]*)"/.exec(labels)?.[1] ?? '';
    found.set(component, (found.get(component) ?? 0) + Number(value));
  }
  return [...found].map(([component, bytes]) => ({ component, bytes }));
}

const frame = (name: string): Frame => ({ name, systemName: name, file: '', line: 0, column: 0, startLine: 0 });

export function heapProto(
  { atMs, linearMemory, store }: MeasuredHeap,
  name: 'heap' | 'allocs',
): Uint8Array<ArrayBuffer> {
  const samples: ProtoSample[] = [
    ...linearMemory.map(({ component, bytes }) => ({
      frames: [frame(component), frame('linear memory')],
      values: [0, 0, bytes],
      labels: [['component', component]] as [string, string][],
      mapping: 'host',
    })),
    ...store.map(({ part, family, component, bytes, entries }) => ({
      frames: [...[component, family].filter((text) => text !== ''), part, 'store'].map(frame),
      values: [entries, bytes, 0],
      labels: [['component', component] as [string, string]].filter(([, value]) => value !== ''),
      mapping: 'store',
    })),
  ];
  return encodeProfile({
    types: [
      ['store_entries', 'count'],
      ['store', 'bytes'],
      ['linear_memory', 'bytes'],
    ],
    shownType: linearMemory.length > 0 ? 'linear_memory' : 'store',
    period: undefined,
    startedAtMs: atMs,
    durationMs: 0,
    comments: name === 'heap' ? comments : [...comments, 'allocs is the same as heap: allocations cannot be counted'],
    samples,
  });
}

export function heapText({ atMs, linearMemory, store }: MeasuredHeap): string {
  const memory = linearMemory.map(({ component, bytes }) => `${pad(bytes)} ${component}`);
  const kept = [...store]
    .sort((left, right) => Number(right.bytes - left.bytes))
    .map(({ part, family, component, bytes, entries }) => {
      const what = [part, family, component].filter((text) => text !== '').join(' ');
      return `${pad(bytes)} in ${entries} ${part === 'series' ? 'series' : 'keys'}  ${what}`;
    });
  return `${[
    `memory at ${new Date(atMs).toISOString()}`,
    ...comments.map((comment) => `# ${comment}`),
    '',
    'linear memory, bytes by component',
    ...(memory.length > 0 ? memory : ['  not reported: nothing sends the host’s telemetry to the registry']),
    '',
    'store, bytes by part, family and component',
    ...kept,
  ].join('\n')}\n`;
}

const pad = (bytes: number | bigint) => String(bytes).padStart(12);
