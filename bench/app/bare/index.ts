// Guest, benchmarks. The tool as it is: the baseline.
import { forecast } from '../tool.ts';

addEventListener('fetch', (event: FetchEvent) => event.respondWith(forecast(event.request)));
