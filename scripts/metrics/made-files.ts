// Node. The committed files that are made from the catalogue. A test compares them.
import { observerConstants, registryConstants } from './constants.ts';
import { page } from './page.ts';

export interface MadeFile {
  /** Relative to the repository's root. */
  path: string;
  content: string;
}

export function madeFiles(): MadeFile[] {
  return [
    { path: 'docs/metrics-reference.md', content: page() },
    { path: 'components/registry/catalogue.ts', content: registryConstants() },
    { path: 'components/http-observer/catalogue.ts', content: observerConstants() },
  ];
}
