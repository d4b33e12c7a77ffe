import { describe, expect, inject, it } from 'vitest';

const baseUrl = inject('baseUrl');

describe('/health', () => {
  it('says that the app can run a component', async () => {
    const response = await fetch(`${baseUrl}/health`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: 'healthy' });
  });
});

describe('/ready', () => {
  it('has written to the store and heard from every tool', async () => {
    const response = await fetch(`${baseUrl}/ready`);
    const body = await response.json();
    expect(body.checks.map((check: { name: string; status: string }) => `${check.name} ${check.status}`)).toEqual([
      'store healthy',
      'weather-ts healthy',
      'items-ts healthy',
    ]);
    expect(response.status).toBe(200);
  });
});
