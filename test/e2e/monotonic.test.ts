// No counter ever goes down and no push that was answered is lost: under load, with folds and scrapes at the same time,
// while the host is killed and started again on its file.
import { afterAll, expect, it } from 'vitest';
import type { App } from '../support/app.ts';
import { parseExposition, scrape, sumOf } from '../support/exposition.ts';
import { type PusherApp, pusherApp, pushOnce } from '../support/pusher-app.ts';

const lives = 3;
const pushersAtOnce = 8;
const lifeMs = 2_500;

let app: PusherApp;
afterAll(() => app?.remove());

/** Series that only grow. */
const grows = (series: string) => /(_total|_bucket|_count|_sum)(\{|$)/.test(series);

/** Keeps the last scrape and says which series are lower than in it. */
class Watch {
  #last = new Map<string, number>();
  scrapes = 0;

  /** One line for each counter that fell or vanished. */
  falls(text: string): string[] {
    const now = parseExposition(text);
    const falls: string[] = [];
    for (const [series, before] of this.#last) {
      const after = now.get(series);
      if (grows(series) && (after === undefined || after < before)) falls.push(`${series}: ${before} -> ${after}`);
    }
    for (const series of now.keys()) if (/NaN/.test(String(now.get(series)))) falls.push(`${series} is NaN`);
    this.#last = now;
    this.scrapes++;
    return falls;
  }
}

/** Whether the +Inf bucket of every histogram series is its count. */
function disagreements(text: string): string[] {
  const series = parseExposition(text);
  return [...series]
    .filter(([name]) => name.includes('le="+Inf"'))
    .filter(([name, value]) => {
      const labels = name.slice(name.indexOf('{') + 1, -1).replace(/,?le="\+Inf"/, '');
      const count = `${name.slice(0, name.indexOf('_bucket{'))}_count${labels === '' ? '' : `{${labels}}`}`;
      return series.get(count) !== value;
    })
    .map(([name]) => name);
}

it('never shows a counter going down, and loses no answered push, over three lives of the host', async () => {
  app = await pusherApp({ environment: { SIDECARS_PUSHES_PER_FOLD: '10' } });
  // one for each reader: of two scrapes that overlap, the later answer may be the older one
  const watches = [new Watch(), new Watch()];
  let answered = 0;
  let sent = 0;
  for (let life = 0; life < lives; life++) {
    const host: App = await app.start();
    let isOver = false;
    const push = async (lane: number) => {
      while (!isOver) {
        sent++;
        if (await pushOnce(host.url, { lane: String(lane) }).catch(() => false)) answered++;
      }
    };
    const look = async (watch: Watch) => {
      while (!isOver) {
        const text = await scrape(host.url).catch(() => undefined);
        if (text === undefined) continue;
        expect(watch.falls(text)).toEqual([]);
        expect(disagreements(text)).toEqual([]);
      }
    };
    const work = Promise.all([...Array.from({ length: pushersAtOnce }, (_, lane) => push(lane)), ...watches.map(look)]);
    await new Promise((resolve) => setTimeout(resolve, lifeMs));
    await host.kill();
    isOver = true;
    await work;
  }
  const host = await app.start();
  const text = await scrape(host.url);
  await host.stop();
  for (const watch of watches) expect(watch.falls(text)).toEqual([]);
  const counted = sumOf(text, 'fixture_pushed_total');
  expect(counted).toBeGreaterThanOrEqual(answered);
  expect(counted).toBeLessThanOrEqual(sent);
  expect(answered).toBeGreaterThan(100);
  for (const { scrapes } of watches) expect(scrapes).toBeGreaterThan(10);
}, 180_000);
