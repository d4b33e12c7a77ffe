// vitest global setup: the demo app runs once for the whole end-to-end suite; with SIDECARS_OBSERVED=true its gateway is
// observed, and nothing may change.
import type { TestProject } from 'vitest/node';
import { type App, hostName, startApp } from '../support/app.ts';
import { observedDemo } from '../support/observed-demo.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Base address of the running demo app, without a trailing slash. */
    baseUrl: string;
  }
}

let app: App;

export async function setup(project: TestProject): Promise<void> {
  const isObserved = process.env.SIDECARS_OBSERVED === 'true';
  app = await startApp(isObserved ? { manifest: observedDemo() } : {});
  console.log(`end-to-end suite: demo app on ${hostName}${isObserved ? ', gateway observed,' : ''} at ${app.url}`);
  project.provide('baseUrl', app.url);
}

export async function teardown(): Promise<void> {
  await app?.stop();
}
