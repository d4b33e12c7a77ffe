// Node, tests. What is modelled: how many processes, how much each of them does, and what is wrong with them.

/** One at a time makes the protocol wrong; the tests show that the model finds it. */
export type Mistake =
  | 'folded claims keys that were not merged'
  | 'folded forgets merged keys'
  | 'folded forgets keys counted earlier'
  | 'the root is set, not swapped'
  | 'the root is made by a set'
  | 'a scrape does not read the root again'
  | 'a scrape renders what it has not committed'
  | 'keys are deleted before the swap'
  | 'the list is made before the root is taken'
  | 'bodies are deleted without a commit';

export interface Config {
  folders: number;
  /** Of each folder, those that lose or crash included. */
  rounds: number;
  scrapers: number;
  /** Of each scraper, those that crash included. */
  scrapes: number;
  /** Pushed keys: at most 4. */
  keys: number;
  /** The oldest so many of them may be written at any time, the others in their order. */
  slow: number;
  /** Keys that one commit merges at most. */
  limit: number;
  /** No short cuts: who dies does so anywhere, and nothing is forgotten. The model's `encode` counts on short cuts. */
  isPlain?: boolean;
  mistake?: Mistake;
}
