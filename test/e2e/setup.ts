// vitest global setup: the demo app runs once for the whole end-to-end suite.
import type { TestProject } from 'vitest/node';
import { type App, hostName, startApp } from '../support/app.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Base address of the running demo app, without a trailing slash. */
    baseUrl: string;
  }
}

let app: App;

export async function setup(project: TestProject): Promise<void> {
  app = await startApp();
  console.log(`end-to-end suite: demo app on ${hostName} at ${app.url}`);
  project.provide('baseUrl', app.url);
}

export async function teardown(): Promise<void> {
  await app?.stop();
}
