// Guest, benchmarks. The handler as it is: the baseline.
import { empty } from '../handlers/empty.ts';

addEventListener('fetch', (event: FetchEvent) => event.respondWith(empty()));
