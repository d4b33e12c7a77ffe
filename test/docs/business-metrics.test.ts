// docs/business-metrics.md: its configuration is what the gateway reads, its queries give what the page says.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { parseQuotas } from '../../components/mcp-gateway/quotas.ts';
import { describeWith } from '../support/programs.ts';

const file = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
const page = file('docs/business-metrics.md');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\n\`\`\``, 'g'))].map(([, block]) => block!);

interface Manifest {
  component: Record<string, { variables: Record<string, string> }>;
}

const variablesOf = (manifest: string) => (parse(manifest) as unknown as Manifest).component['mcp-gateway']!.variables;

describe('docs/business-metrics.md', () => {
  it('configures the gateway with variables that the demo gives it too', () => {
    const documented = Object.assign({}, ...blocks('toml').map(variablesOf)) as Record<string, string>;
    expect(Object.keys(documented).sort()).toEqual(['client_names', 'tool_quotas']);
    expect(Object.keys(variablesOf(file('spin.toml')))).toEqual(expect.arrayContaining(Object.keys(documented)));
    const { quotas, errors } = parseQuotas(documented.tool_quotas!.split(','));
    expect([quotas.size, errors]).toEqual([2, []]);
  });

  it('has a demo whose quotas can be read', () => {
    const { tool_quotas } = (parse(file('spin.toml')) as { variables: Record<string, { default: string }> }).variables;
    expect(parseQuotas(tool_quotas!.default.split(',')).errors).toEqual([]);
  });
});

/** What each query of the page gives after two hours in which these grew every minute. */
const series = {
  'mcp_tool_calls_total{outcome="ok",tool="a__x"}': '0+90x120',
  'mcp_tool_calls_total{outcome="tool_error",tool="a__x"}': '0+30x120',
  'mcp_tool_calls_total{outcome="ok",tool="a__y"}': '0+6x120',
  'mcp_tool_calls_total{outcome="-32602",tool="a__y"}': '0+0x120',
  'mcp_sessions_total{client="claude-code",protocol_version="2025-06-18"}': '0+1x1440',
  'mcp_sessions_total{client="claude-code",protocol_version="2025-11-25"}': '0+2x1440',
  'mcp_tool_quota_used_calls_total{tool="a__x"}': '0+10x120',
  'mcp_tool_quota_limit_calls{tool="a__x"}': '1000x120',
  'mcp_tool_quota_period_seconds{tool="a__x"}': '3600x120',
  'mcp_tool_quota_used_calls_total{tool="a__y"}': '0+10x120',
  'mcp_tool_quota_limit_calls{tool="a__y"}': '1000x120',
  'mcp_tool_quota_period_seconds{tool="a__y"}': '60x120',
  'mcp_server_operation_duration_seconds_bucket{gen_ai_tool_name="a__x",mcp_method_name="tools/call",le="0.1"}':
    '0+90x120',
  'mcp_server_operation_duration_seconds_bucket{gen_ai_tool_name="a__x",mcp_method_name="tools/call",le="0.2"}':
    '0+100x120',
  'mcp_server_operation_duration_seconds_bucket{gen_ai_tool_name="a__x",mcp_method_name="tools/call",le="+Inf"}':
    '0+100x120',
};

const answers = [
  { time: '2h', samples: { '{tool="a__x"}': 2, '{tool="a__y"}': 0.1 } },
  { time: '2h', samples: { '{tool="a__x"}': 0.25, '{tool="a__y"}': 0 } },
  { time: '24h', samples: { '{client="claude-code"}': 4320 } },
  { time: '2h', samples: { '{tool="a__x"}': 0.6 } },
  { time: '2h', samples: { '{gen_ai_tool_name="a__x"}': 0.15 } },
];

describeWith(['promtool'], 'a query of docs/business-metrics.md', () => {
  it('gives what the page says', () => {
    const queries = blocks('promql');
    expect(queries.length).toBe(answers.length);
    const test = {
      evaluation_interval: '1m',
      tests: [
        {
          interval: '1m',
          input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
          promql_expr_test: queries.map((expr, at) => ({
            expr: `round(${expr}, 0.0001)`,
            eval_time: answers[at]!.time,
            exp_samples: Object.entries(answers[at]!.samples).map(([labels, value]) => ({ labels, value })),
          })),
        },
      ],
    };
    const folder = mkdtempSync(join(tmpdir(), 'sidecars-promql-'));
    const path = join(folder, 'test.yml');
    writeFileSync(path, JSON.stringify(test)); // JSON is YAML
    const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', path], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect(`${stdout}${stderr}`).toContain('SUCCESS');
    expect(status).toBe(0);
  });
});
