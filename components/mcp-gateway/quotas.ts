// Guest. How often tools may be called, as the operator says. Shown, not enforced: the gateway keeps no count of its own,
// and reading one from the store would cost every call.

export interface Quota {
  calls: number;
  periodSeconds: number;
}

const unitSeconds: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };

const form = /^([^=\s]+)\s*=\s*(\d{1,15})\s*\/\s*(\d{1,9})([smhd])$/;

/** Entries such as `weather-ts__get_weather=1000/1h`, by full name of the tool; what has another form is an error. */
export function parseQuotas(entries: string[]): { quotas: Map<string, Quota>; errors: string[] } {
  const quotas = new Map<string, Quota>();
  const errors: string[] = [];
  for (const entry of entries) {
    const [, tool, calls, count, unit] = form.exec(entry) ?? [];
    const periodSeconds = Number(count) * unitSeconds[unit ?? '']!;
    if (tool !== undefined && periodSeconds > 0) quotas.set(tool, { calls: Number(calls), periodSeconds });
    else {
      errors.push(
        `the variable tool_quotas: found "${entry}", expected <component>__<tool>=<calls>/<period>, such as weather-ts__get_weather=1000/1h (s, m, h or d); it is left out`,
      );
    }
  }
  return { quotas, errors };
}
