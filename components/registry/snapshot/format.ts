// Guest. What every format of the exposition can write.
import { Bytes } from '../../compiled/bytes.ts';
import { Family } from './family.ts';
import { Snapshot } from './snapshot.ts';

export abstract class Format {
  /** A family without series is left out. Series by label text. */
  abstract writeFamily(snapshot: Snapshot, family: Family): void;

  /** One gauge that is not in the snapshot. `unit` and `labels`, a label text with plain names, may be empty. */
  abstract writeGauge(name: string, help: string, unit: string, labels: Bytes, value: f64): void;

  abstract end(): void;
}
