// Node. How much does the host's process grow while it is scraped? A leak, or memories that are not given back, show here.
import { startBenchApp } from './app/app.ts';
import { Filler } from './app/filler.ts';
import { type Benchmark, type BenchmarkSize, type Row, scaled } from './benchmark.ts';
import { timeScrapes } from './support/load.ts';
import { hasProcessFiles, processAt, residentBytes } from './support/process.ts';
import type { Running } from './support/running.ts';

const megabyte = 1024 * 1024;
const goalMegabytes = 64;

export const scrapeMemory: Benchmark = {
  name: 'scrape-memory',
  question: 'How much does the host grow while it is scraped?',
  async run(size: BenchmarkSize, running: Running) {
    if (!hasProcessFiles) return { rows: [], notes: ['Left out: there is no /proc here.'] };
    const app = running.add(await startBenchApp());
    const filler = new Filler(app.url);
    const series = await filler.grow(scaled(20_000, size));
    const pushes = scaled(1000, size);
    const scrapes = scaled(50, size);
    const before = () => filler.touch(pushes);
    const pid = processAt(app.url);
    const residentAfter = async (more: number) => {
      await timeScrapes(`${app.url}/metrics`, more, { before });
      return residentBytes(pid) / megabyte;
    };
    const row = (what: string, value: number): Row => ({ what, unit: 'MB', values: [value] });
    const first = await residentAfter(1);
    const second = await residentAfter(scrapes);
    const third = await residentAfter(scrapes);
    return {
      rows: [
        row(`resident after the first scrape of ${series} series`, first),
        { ...row(`growth over ${scrapes} scrapes`, second - first), goal: goalMegabytes },
        row(`growth over the next ${scrapes} scrapes`, third - second),
      ],
      notes: [
        `VmRSS of the whole process: engine, compiled components, worker threads and their memories. ${pushes} pushes of 4 samples before each scrape, in the same process. The first scrapes also warm it up; what leaks grows on.`,
      ],
    };
  },
};
