// Guest, benchmarks. The handler as it is: the baseline.
import { realistic } from '../handlers/realistic.ts';

addEventListener('fetch', (event: FetchEvent) => event.respondWith(realistic(event.request)));
