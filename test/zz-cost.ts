import { buildComponent } from '../scripts/build/component.ts';
import { startApp } from './support/app.ts';
await buildComponent({ name: 'fixtures/zzcost', folder: 'test/fixtures/zzcost', language: 'typescript', world: 'instrumented' });
const app = await startApp({ manifest: '/work/h-serve/test/fixtures/zzcost/spin.toml' });
const a: number[] = [], b: number[] = [];
for (let i = 0; i < 60; i++) { const o = await (await fetch(`${app.url}/api/`)).json() as { env: number[] }; a.push(o.env[0]!); b.push(o.env[1]!); }
const med = (x: number[]) => x.sort((p, q) => p - q)[30]!.toFixed(1);
console.log('environment first', med(a), 'us, second', med(b), 'us');
await app.stop();
