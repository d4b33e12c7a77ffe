// Guest. What the top level did to metrics, which is frozen into the component and so is in every instance: a series stays,
// from 0, and a gauge stays as it was set (`build_info`). What was counted does not: it would count in every request.
import { touched } from './live.ts';
import { type Entry, type Metric, noted } from './metric.ts';

/** Once an instance, before its first request. What the top level touched is pushed with that request. */
export function forgetBuildTimeCounts(): void {
  for (const metric of touched) {
    for (const entry of Object.values(metric.hashMap)) {
      if (entry[noted]?.isSet) continue;
      forget(metric, entry);
    }
  }
}

function forget({ upperBounds = [] }: Metric, entry: Entry): void {
  delete entry[noted];
  if (entry.bucketValues === undefined) {
    entry.value = 0;
    return;
  }
  for (const bound of upperBounds) entry.bucketValues[bound] = 0;
  entry.sum = 0;
  entry.count = 0;
}
