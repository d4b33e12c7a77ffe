// Node. The filler component of the benchmark app from outside, see filler/index.ts.

/** Series that one request of the filler makes: few enough for its time slice on any machine. */
const seriesPerRequest = 10_000;

interface Done {
  /** Clock around the calls, inside the guest. */
  milliseconds: number;
}

export class Filler {
  readonly #url: string;
  /** Series made so far. */
  #series = 0;
  #pushed = 0;

  /** `url`: base address of the benchmark app. */
  constructor(url: string) {
    this.#url = url;
  }

  /** Makes the registry hold so many series, folded. Resolves to how many it shows, for it has bounds. */
  async grow(series: number): Promise<number> {
    while (this.#series < series) {
      const count = Math.min(seriesPerRequest, series - this.#series);
      await this.#do(`fill&first=${this.#series}&count=${count}`);
      this.#series += count;
      await this.fold();
    }
    const exposition = await this.exposition();
    await this.fold(); // the scrape has pushed what it measured of itself
    return exposition.split('\n').filter((line) => line.startsWith('bench_series_')).length;
  }

  /** Pushes of 4 samples each on existing series. */
  touch(pushes: number): Promise<Done> {
    const done = this.#do<Done>(`touch&pushes=${pushes}&first=${this.#pushed}&series=${this.#series}`);
    this.#pushed += pushes;
    return done;
  }

  /** Pushes of workload.ts. */
  work(pushes: number, families: number): Promise<Done> {
    return this.#do(`work&pushes=${pushes}&first=0&families=${families}`);
  }

  /** Merges the whole log. */
  fold(): Promise<Done & { merged: number }> {
    return this.#do('fold');
  }

  /** What the app exposes, without its own metrics. */
  async exposition(): Promise<string> {
    const text = await (await fetch(`${this.#url}/metrics`)).text();
    return text
      .split(/^(?=# HELP )/m)
      .filter((family) => family.startsWith('# HELP bench_'))
      .join('');
  }

  async #do<T>(query: string): Promise<T> {
    const response = await fetch(`${this.#url}/fill?do=${query}`);
    if (!response.ok) throw new Error(`/fill?do=${query}: found status ${response.status}, expected 200`);
    return (await response.json()) as T;
  }
}
