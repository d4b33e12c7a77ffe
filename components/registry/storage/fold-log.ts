// Guest. What a fold has to tell people, on standard error: what was dropped and what could not be read. Bounded by
// the number of causes.
import { printError } from '../../compiled/stderr.ts';
import { Bound, boundVariable } from '../bounds.ts';
import { quoted } from '../entry/names.ts';
import { DROP_COUNT, Own, ownLabelValue } from '../own-metrics.ts';
import { Snapshot } from '../snapshot/snapshot.ts';
import { quarantineKey } from './keys.ts';
import { MergedLog } from './merge-log.ts';

export function logFold(snapshot: Snapshot, log: MergedLog): void {
  for (let reason = 0; reason < DROP_COUNT; reason++) {
    const count = snapshot.own[reason];
    if (count === 0) continue;
    const example = snapshot.examples[reason];
    const metric = example === null ? '' : `, the last one of metric ${quoted(example)}`;
    printError(
      `spin-sidecars registry: ${count} samples were dropped (${ownLabelValue(reason)})${metric}: ${advice(reason)}`,
    );
  }
  if (snapshot.own[Own.ReplacedFamilies] > 0) {
    printError(
      `spin-sidecars registry: ${snapshot.own[Own.ReplacedFamilies]} metrics began from zero: other labels or buckets were pushed, and nobody had pushed the old ones for a minute`,
    );
  }
  if (log.unreadable.length === 0) return;
  printError(
    `spin-sidecars registry: ${log.unreadable.length} log entries could not be read; they were put aside, the first as key ${quarantineKey(log.unreadable[0]).toString()}`,
  );
}

function advice(reason: i32): string {
  switch (reason) {
    case Own.DropPushSamples:
      return `push fewer at once, or raise ${boundVariable(Bound.PushSamples)}`;
    case Own.DropPushBytes:
      return `push fewer at once, or raise ${boundVariable(Bound.PushBytes)}`;
    case Own.DropLabelCount:
      return `give fewer labels, or raise ${boundVariable(Bound.Labels)}`;
    case Own.DropLabelLength:
      return `shorten names and values, or raise ${boundVariable(Bound.LabelValueBytes)} or ${boundVariable(Bound.LabelNameBytes)}`;
    case Own.DropInvalid:
      return 'the error that push returned says what is wrong';
    case Own.DropDefinition:
      return 'two definitions share a name, or a name that a histogram needs; rename one';
    case Own.DropFamilies:
      return `define fewer metrics, or raise ${boundVariable(Bound.Families)}`;
    case Own.DropFamilySeries:
      return `use labels with fewer values, or raise ${boundVariable(Bound.FamilySeries)}`;
    case Own.DropSeries:
      return `use labels with fewer values, or raise ${boundVariable(Bound.Series)}`;
    default:
      return `use fewer or shorter labels, or raise ${boundVariable(Bound.ExpositionBytes)}`;
  }
}
