// Node, tests. Prometheus' Python client as a judge: its parsers read an exposition, the one for OpenMetrics strictly.
// Debian has a release that knows no names in UTF-8; a current one is looked for in build/python (see .ci/run).
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The first release that takes names in quotes. */
const utf8Release = [0, 22];

interface Client {
  python: string;
  release: number[];
}

export interface PythonSample {
  family: string;
  type: string;
  unit: string;
  name: string;
  labels: Record<string, string>;
  value: number;
  exemplar: { labels: Record<string, string>; value: number; time: number } | null;
}

export interface PythonClient {
  /** Throws what the parser has to say against it. */
  read(exposition: string, format: 'text' | 'openmetrics'): PythonSample[];
}

// numbers as texts, for JSON has neither NaN nor infinities; bytes in, for Python reads \r as the end of a line
const script = `
import json, sys
if sys.argv[1] == 'openmetrics':
    from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse
else:
    from prometheus_client.parser import text_string_to_metric_families as parse
samples = []
for family in parse(sys.stdin.buffer.read().decode()):
    for sample in family.samples:
        exemplar = sample.exemplar
        samples.append({
            'family': family.name, 'type': family.type, 'unit': family.unit,
            'name': sample.name, 'labels': sample.labels, 'value': repr(float(sample.value)),
            'exemplar': exemplar and {
                'labels': exemplar.labels, 'value': float(exemplar.value), 'time': float(exemplar.timestamp)},
        })
print(json.dumps(samples))
`;

function numberOf(text: string): number {
  return Number(text.replace('inf', 'Infinity').replace('nan', 'NaN'));
}

function clients(): Client[] {
  const inBuild = fileURLToPath(new URL('../../build/python/bin/python3', import.meta.url));
  // Debian's packages belong to its own Python, which need not be the first on the PATH
  return ['/usr/bin/python3', 'python3', inBuild].flatMap((python) => {
    const version = 'from importlib.metadata import version; print(version("prometheus_client"))';
    const { status, stdout } = spawnSync(python, ['-c', version], { encoding: 'utf8' });
    return status === 0 ? [{ python, release: stdout.trim().split('.').map(Number) }] : [];
  });
}

function isAtLeast([major = 0, minor = 0]: number[], [otherMajor = 0, otherMinor = 0]: number[]): boolean {
  return major > otherMajor || (major === otherMajor && minor >= otherMinor);
}

/** undefined: there is none, or none that knows names in UTF-8 where those are wanted. */
export function pythonClient(wanted: { utf8: boolean }): PythonClient | undefined {
  const found = clients().find(({ release }) => !wanted.utf8 || isAtLeast(release, utf8Release));
  if (!found) return undefined;
  return {
    read(exposition, format) {
      const { status, stdout, stderr } = spawnSync(found.python, ['-c', script, format], {
        input: exposition,
        encoding: 'utf8',
        maxBuffer: 2 ** 28,
      });
      if (status !== 0) throw new Error(stderr);
      type Raw = Omit<PythonSample, 'value'> & { value: string };
      return (JSON.parse(stdout) as Raw[]).map((sample) => ({ ...sample, value: numberOf(sample.value) }));
    },
  };
}
