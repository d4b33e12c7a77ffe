// Node. What `npm run stack` says when everything runs: what to open, what is missing and how to get it.
import type { Running } from './run.ts';

export function welcome({ host, app, prometheus, alertmanager, collector, logs }: Running): string {
  const rows = [
    ['app', `${app}/mcp`],
    ['metrics', `${app}/metrics`],
    ['probes', `${app}/health and ${app}/ready`],
    ['profiles', `${app}/debug/pprof/`],
    ['Prometheus', prometheus ? `${prometheus}/alerts` : 'not on the PATH: apt-get install prometheus'],
    [
      'Alertmanager',
      alertmanager
        ? `${alertmanager}; what it would send is printed here`
        : 'not on the PATH: apt-get install prometheus-alertmanager',
    ],
    ['log lines', `${logs}/*_stdout.txt`],
    [
      'traces',
      collector
        ? `sent to ${collector}`
        : 'lines of the log, for nothing listens on port 4318; with Jaeger: docs/stack.md',
    ],
  ] as const;
  return `
the demo app on ${host === 'spin' ? 'Spin' : 'the embedded host'}, watched

${rows.map(([name, what]) => `  ${name.padEnd(14)}${what}`).join('\n')}

  curl -s ${app}/mcp -H 'content-type: application/json' \\
    -d '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"weather-ts__get_weather","arguments":{"location":"Oslo"}}}'

Ctrl-C ends everything. Grafana, Jaeger, Loki: docs/stack.md
`;
}
