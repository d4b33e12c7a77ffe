// Node. How many bytes go to the disk for one byte that is pushed? The log is written, merged, rewritten in the snapshot.
import Database from 'libsql';
import { startBenchAppOnFile } from './app/app.ts';
import { Filler } from './app/filler.ts';
import { type Benchmark, type BenchmarkSize, type Row, scaled } from './benchmark.ts';
import { scrape } from './support/load.ts';
import { hasProcessFiles, processAt, writtenBytes } from './support/process.ts';
import type { Running } from './support/running.ts';

const pushesPerFold = 256;
/** 15 s between two scrapes at 100 requests a second: 1,536 pushes. */
const foldsPerScrape = 6;
const steps = [4, 1000, 5000, 20_000];

export const writeAmplification: Benchmark = {
  name: 'write-amplification',
  question: 'How many bytes are written to a file for each byte pushed?',
  async run(size: BenchmarkSize, running: Running) {
    if (!hasProcessFiles) return { rows: [], notes: ['Left out: there is no /proc here.'] };
    const pushes = scaled(pushesPerFold, size);
    const rows: Row[] = [];
    for (const step of steps) {
      const app = running.add(await startBenchAppOnFile());
      const filler = new Filler(app.url);
      const series = await filler.grow(Math.max(steps[0]!, scaled(step, size)));
      const pid = processAt(app.url);
      const entries: Row = { what: `${series} series, one log entry`, unit: 'bytes', values: [] };
      const log: Row = { what: `${series} series, written by the pushes alone`, unit: 'bytes a byte', values: [] };
      const all: Row = { what: `${series} series, written in all`, unit: 'bytes a byte', values: [] };
      for (let round = 0; round < size.rounds; round++) {
        const written = { log: 0, all: 0, entries: 0 };
        for (let fold = 0; fold < foldsPerScrape; fold++) {
          const storedBefore = storedBytes(app.store);
          const before = writtenBytes(pid);
          await filler.touch(pushes);
          const pushed = writtenBytes(pid);
          written.entries += storedBytes(app.store) - storedBefore;
          await filler.fold();
          written.log += pushed - before;
          written.all += writtenBytes(pid) - before;
        }
        const before = writtenBytes(pid);
        const sent = await scrape(`${app.url}/metrics`);
        written.all += writtenBytes(pid) - before - sent;
        entries.values.push(written.entries / (pushes * foldsPerScrape));
        log.values.push(written.log / written.entries);
        all.values.push(written.all / written.entries);
      }
      rows.push(entries, log, all);
    }
    return {
      rows,
      notes: [
        `Bytes given to write calls by the host (wchar in /proc/<pid>/io: database file and WAL, checkpoints included; the exposition it sends is taken off), divided by the bytes that the pushes added to the store as keys and values. ${pushes} pushes a fold, one scrape after ${foldsPerScrape} folds: 15 s at about 100 requests a second.`,
      ],
    };
  },
};

/** Keys and values in the store. */
function storedBytes(path: string): number {
  const database = new Database(path, { readonly: true });
  try {
    const sql = 'SELECT sum(length(key) + length(value)) FROM spin_key_value';
    const [bytes] = database.prepare(sql).raw().get() as [number];
    return bytes;
  } finally {
    database.close();
  }
}
