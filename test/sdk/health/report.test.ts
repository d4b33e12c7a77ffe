import { describe, expect, it } from 'vitest';
import { answerProbe, type CheckResult } from '../../../sdk/health/report.ts';

const healthy: CheckResult = { name: 'store', status: 'healthy', durationMs: 3 };
const broken: CheckResult = { name: 'items-ts', status: 'unhealthy', durationMs: 500, reason: 'answered 500' };

describe('a probe', () => {
  it("answers 200 in the guide's form when every check is healthy", async () => {
    const response = await answerProbe('GET', async () => [healthy]);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const body = await response.json();
    expect(body).toMatchObject({ status: 'healthy', checks: [{ name: 'store', status: 'healthy', duration_ms: 3 }] });
    expect(Math.abs(Date.now() - Date.parse(body.timestamp))).toBeLessThan(5_000);
  });

  it('answers 503 and names the reason when one check is unhealthy', async () => {
    const response = await answerProbe('GET', async () => [healthy, broken]);
    expect(response.status).toBe(503);
    const body = await response.json();
    expect(body.status).toBe('unhealthy');
    expect(body.checks[1]).toEqual({ name: 'items-ts', status: 'unhealthy', duration_ms: 500, reason: 'answered 500' });
  });

  it.each(['HEAD', 'OPTIONS'])('gives %s the same status as GET', async (method) => {
    expect((await answerProbe(method, async () => [healthy])).status).toBe(200);
    expect((await answerProbe(method, async () => [broken])).status).toBe(503);
  });

  it('refuses other methods without running a check', async () => {
    let ran = false;
    const response = await answerProbe('POST', async () => {
      ran = true;
      return [];
    });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    expect(ran).toBe(false);
  });
});
