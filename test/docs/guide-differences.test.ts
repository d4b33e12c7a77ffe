// docs/guide-differences.md and the checklist: every chapter and every point of the guide has its place.
import { describe, expect, it } from 'vitest';
import { readPage } from '../support/page.ts';

/** The guide's chapters that say how to do something, in its order. */
const chapters = [
  'Monitoring Architecture',
  'Built-in Metrics',
  'Custom Metrics',
  'Prometheus Configuration',
  'Structured Logging',
  'Log Levels',
  'Log Aggregation',
  'OpenTelemetry Setup',
  'Jaeger Integration',
  'Implementing Health Endpoints',
  'Grafana Dashboard',
  'Key Metrics to Monitor',
  'Alert Rules',
  'Notification Channels',
  'Profiling',
  'Benchmarking',
  'Pre-Production',
  'Production Deployment',
  'Operational Excellence',
  'No Metrics Appearing',
  'Missing Traces',
  'Log Shipping Issues',
  'Monitoring Stack',
  'Useful Commands',
];

const points = [
  'Metrics endpoints configured',
  'Logging configured with appropriate levels',
  'Health checks implemented',
  'Tracing enabled for critical paths',
  'Dashboards created',
  'Alert rules defined',
  'Runbooks documented',
  'Monitoring endpoints accessible',
  'Metrics being collected',
  'Logs being shipped',
  'Alerts configured',
  'Dashboard access granted',
  'On-call rotation set up',
  'Regular review of metrics',
  'Alert tuning based on false positives',
  'Capacity planning reviews',
  'Performance optimization based on data',
  'Incident post-mortems',
];

const [table, differences] = readPage('guide-differences.md').split('## Where we differ');

describe('docs/guide-differences.md', () => {
  it('has a page for each chapter', () => {
    const rows = [...table!.matchAll(/^\| ([^|]+) \| .*(\]\(|`monitoring).* \|$/gm)].map(([, chapter]) => chapter);
    expect(rows).toEqual(chapters);
  });

  it('says of each difference what the guide says, what is here, and why', () => {
    const rows = differences!.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| the guide'));
    expect(rows.length).toBeGreaterThan(20);
    for (const row of rows) {
      const cells = row.replaceAll('\\|', '').split('|').slice(1, -1);
      expect(
        cells.map((cell) => cell.trim() !== ''),
        row,
      ).toEqual([true, true, true]);
    }
  });
});

describe('docs/production-checklist.md', () => {
  it('has every point of the guide’s list, in its order', () => {
    const listed = [...readPage('production-checklist.md').matchAll(/^- \[ \] \*\*(.+?)\.?\*\*/gm)].map(
      ([, point]) => point,
    );
    expect(listed).toEqual(points);
  });
});
