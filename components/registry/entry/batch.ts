// Guest. Checks one push and encodes it as one log entry:
//   u8 version · origin · definitions · u32 number of samples · samples · own counts · totals ·
//   exemplars · seal
//   origin: label text of the component that pushes (origin.ts), may be empty
//   own counts: how many · pairs of an index (own-metrics.ts) and an amount
//   sample: family index · label text · change, by kind: f64 | u8 tag, f64 | counts of all buckets, f64 sum, and for a
//   native histogram the count of its zero bucket, how many others, key and count of each
//   exemplars: how many · (family index · label text of the series · bucket · label text · f64 value) each
//   totals: total-writer.ts; they are no samples, for what they add is not known before the fold
import { Bytes } from '../../compiled/bytes.ts';
import { Writer } from '../../compiled/writer.ts';
import {
  BatchArgument,
  Change,
  FamilyList,
  HttpRequestArgument,
  HttpRequestList,
  Kind,
  SampleArgument,
  SampleList,
} from '../bindings/metrics-registry.ts';
import { Bound, bound, boundVariable } from '../bounds.ts';
import { HTTP_LABELS } from '../catalogue.ts';
import { OWN_COUNT, Own } from '../own-metrics.ts';
import { ExemplarWriter } from './exemplar-writer.ts';
import {
  DURATION,
  HTTP_METRICS,
  httpBucketList,
  httpRequestError,
  methodLabel,
  REQUEST_SIZE,
  REQUESTS,
  RESPONSE_SIZE,
  writeHttpDefinitions,
} from './http-metrics.ts';
import { componentName } from './identity.ts';
import { LabelText, WITHIN_BOUNDS } from './label-text.ts';
import { quoted } from './names.ts';
import { writeNative } from './native-observations.ts';
import { originText } from './origin.ts';
import { PushedFamily } from './pushed-family.ts';
import { MAX_COUNT, TotalWriter } from './total-writer.ts';

/** First byte of a log entry. Another version has keys of its own (keys.ts). */
export const ENTRY_VERSION: u8 = 3;

export class Batch {
  private writer: Writer = new Writer(4096);
  private families: Array<PushedFamily> = [];
  private labels: LabelText = new LabelText();
  private exemplars: ExemplarWriter = new ExemplarWriter();
  private totals: TotalWriter = new TotalWriter();
  private counts: StaticArray<u64> = new StaticArray<u64>(bound(Bound.Buckets) + 1);
  private own: StaticArray<u32> = new StaticArray<u32>(OWN_COUNT);
  /** How many definitions stand before those of the batch. */
  private httpMetrics: i32 = 0;
  /** Samples looked at, dropped ones and those of requests included. */
  private seen: i32 = 0;
  /** How many of them are the batch's own `samples`. */
  private samplesSeen: i32 = 0;
  /** Samples in the entry. */
  private count: u32 = 0;

  /** The log entry, once `encode` has returned null. */
  get entry(): Bytes {
    return this.writer.bytes;
  }

  /** Returns the rule that the batch breaks, or null. */
  encode(batch: BatchArgument): string | null {
    const writer = this.writer;
    writer.u8(ENTRY_VERSION);
    writer.prefixed(originText());
    const error = this.encodeFamilies(batch.families, batch.requests.length > 0);
    if (error !== null) return error;
    const countAt = writer.length;
    writer.u32(0);
    let fault = this.encodeRequests(batch.requests);
    if (fault === null) fault = this.encodeSamples(batch.samples);
    if (fault !== null) return fault;
    writer.patchU32(countAt, this.count);
    const exemplarFault = this.encodeExemplars(batch);
    if (exemplarFault !== null) return exemplarFault;
    this.own[Own.DroppedExemplars] += this.exemplars.dropped;
    writeOwnCounts(writer, this.own);
    writer.varint(this.totals.count);
    writer.raw(this.totals.bytes);
    writer.varint(this.exemplars.count);
    writer.raw(this.exemplars.bytes);
    writer.seal();
    return null;
  }

  private encodeExemplars(batch: BatchArgument): string | null {
    for (let i = 0; i < batch.exemplars.length; i++) {
      if (!this.hasRoomForExemplar()) {
        this.exemplars.dropped += batch.exemplars.length - i;
        return null;
      }
      const exemplar = batch.exemplars.at(i);
      if (exemplar.sample >= <u32>batch.samples.length) {
        return `exemplar ${i} is of sample ${exemplar.sample}, the batch has ${batch.samples.length}: give the index of a sample in the same batch`;
      }
      // it goes with its sample, of which nothing was looked at: not even whether it has a family
      if (exemplar.sample >= <u32>this.samplesSeen) continue;
      const sample = batch.samples.at(exemplar.sample);
      const family = this.families[sample.family];
      if (family.kind === Kind.Gauge) {
        return `metric ${quoted(family.name)}: exemplar ${i} is of a gauge: only counters and histograms have them`;
      }
      // a second time: few samples have an exemplar, and those are not worth remembering all label texts for
      const fault = this.encodeLabels(family, sample);
      if (fault !== null) return fault;
      if (this.labels.overLimit !== WITHIN_BOUNDS) continue;
      const error = this.exemplars.add(
        this.httpMetrics + sample.family,
        this.labels.text,
        family.buckets,
        exemplar.labels,
        exemplar.value,
      );
      if (error !== null) return `metric ${quoted(family.name)}: exemplar ${i}: ${error}`;
    }
    return null;
  }

  private hasRoomForExemplar(): bool {
    return this.writer.length + this.exemplars.length + this.totals.length < bound(Bound.PushBytes);
  }

  private encodeFamilies(families: FamilyList, hasRequests: bool): string | null {
    if (families.length > bound(Bound.PushFamilies)) {
      return (
        `the push has ${families.length} families, at most ${bound(Bound.PushFamilies)} are taken: ` +
        `leave out those without samples, or raise ${boundVariable(Bound.PushFamilies)}`
      );
    }
    this.httpMetrics = hasRequests ? HTTP_METRICS : 0;
    this.writer.varint(this.httpMetrics + families.length);
    if (hasRequests) writeHttpDefinitions(this.writer);
    for (let i = 0; i < families.length; i++) {
      const family = new PushedFamily(families.at(i));
      const error = family.error();
      if (error !== null) return `metric ${quoted(family.name)}: ${error}`;
      family.writeTo(this.writer);
      this.families.push(family);
    }
    return null;
  }

  private encodeRequests(requests: HttpRequestList): string | null {
    for (let i = 0; i < requests.length; i++) {
      if (this.isFull(HTTP_METRICS * (requests.length - i))) return null;
      this.seen += HTTP_METRICS;
      const request = requests.at(i);
      const error = httpRequestError(request);
      if (error !== null) return `HTTP request ${i}: ${error}`;
      const exemplarError = this.encodeRequest(request);
      if (exemplarError !== null) return `HTTP request ${i}: its exemplar: ${exemplarError}`;
    }
    return null;
  }

  private encodeRequest(request: HttpRequestArgument): string | null {
    const component = request.component.length > 0 ? request.component : componentName();
    const status = Bytes.of(request.status.toString());
    this.labels.own(HTTP_LABELS, [component, methodLabel(request.method), request.route, status]);
    if (this.labels.overLimit !== WITHIN_BOUNDS) {
      this.own[this.labels.overLimit] += HTTP_METRICS;
      return null;
    }
    this.beginSample(REQUESTS);
    this.writer.f64(1);
    this.encodeObservation(DURATION, request.durationSeconds);
    this.encodeObservation(REQUEST_SIZE, request.requestBytes);
    this.encodeObservation(RESPONSE_SIZE, request.responseBytes);
    if (request.exemplar.length === 0) return null;
    if (!this.hasRoomForExemplar()) {
      this.exemplars.dropped++;
      return null;
    }
    const buckets = httpBucketList(DURATION);
    return this.exemplars.add(DURATION, this.labels.text, buckets, request.exemplar, request.durationSeconds);
  }

  private encodeObservation(metric: i32, value: f64): void {
    this.beginSample(metric);
    const buckets = httpBucketList(metric);
    const at = buckets.firstNotBelow(value);
    for (let i = 0; i <= buckets.length; i++) this.writer.varint(i === at ? 1 : 0);
    this.writer.f64(value);
  }

  private encodeSamples(samples: SampleList): string | null {
    for (let i = 0; i < samples.length; i++) {
      if (this.isFull(samples.length - i)) return null;
      this.seen++;
      this.samplesSeen++;
      const fault = this.encodeSample(samples.at(i), i);
      if (fault !== null) return fault;
    }
    return null;
  }

  /** Whether no further sample fits; then those that are left are counted as dropped. */
  private isFull(left: i32): bool {
    const isOverCount = this.seen >= bound(Bound.PushSamples);
    if (!isOverCount && this.writer.length + this.totals.length < bound(Bound.PushBytes)) return false;
    this.own[isOverCount ? Own.DropPushSamples : Own.DropPushBytes] += left;
    return true;
  }

  /** The part that all samples have; `family`: index among the entry's definitions. */
  private beginSample(family: u32): void {
    this.count++;
    this.writer.varint(family);
    this.writer.prefixed(this.labels.text);
  }

  private encodeSample(sample: SampleArgument, index: i32): string | null {
    if (sample.family >= <u32>this.families.length) {
      return `sample ${index} is of family ${sample.family}, the push has ${this.families.length}: give the index of a family in the same push`;
    }
    const family = this.families[sample.family];
    const labels = this.encodeLabels(family, sample);
    if (labels !== null) return `metric ${quoted(family.name)}, sample ${index}: ${labels}`;
    if (this.labels.overLimit !== WITHIN_BOUNDS) {
      this.own[this.labels.overLimit] += 1;
      return null;
    }
    const change = this.encodeChange(family, sample);
    if (change === null) return null;
    return `metric ${quoted(family.name)}, sample ${index} with labels {${this.labels.text.toString()}}: ${change}`;
  }

  private encodeLabels(family: PushedFamily, sample: SampleArgument): string | null {
    if (family.isOpen) {
      if (!sample.hasPairs) return 'it gives label values without names, the family is open: give (name, value) pairs';
      return this.labels.pairs(sample.pairs);
    }
    if (sample.hasPairs) return 'it gives (name, value) pairs, the family names its labels: give values in that order';
    const values = sample.values;
    const names = family.labelNames;
    if (values.length !== names.length) {
      const list: string[] = [];
      for (let i = 0; i < names.length; i++) list.push(names.at(i).toString());
      return `it has ${values.length} label values, the family has ${names.length} label names (${list.join(', ')}): give one value for each`;
    }
    return this.labels.values(names, family.labelOrder, values);
  }

  private encodeChange(family: PushedFamily, sample: SampleArgument): string | null {
    const change = sample.change;
    const index = this.httpMetrics + sample.family;
    if (change === Change.Total) return this.totals.add(index, this.labels.text, family, sample.cumulative);
    this.beginSample(index);
    if (family.kind === Kind.Histogram) {
      if (change === Change.Observe) return this.encodeObservations(family, sample);
      if (change === Change.Merge) return this.encodeDistribution(family, sample);
      return 'it is a histogram: observe, merge or total it';
    }
    const value = sample.number;
    if (family.kind === Kind.Counter) {
      if (change !== Change.Add) return 'it is a counter: add to it, or give its total';
      if (!Number.isFinite(value) || value < 0)
        return `add of ${value}: a counter only takes finite numbers that are not negative`;
    } else {
      if (change !== Change.Add && change !== Change.Set)
        return 'it is a gauge: set it, add to it, or give the total of what it is the mean of';
      if (change === Change.Add && !Number.isFinite(value))
        return `add of ${value}: add finite numbers, or set the gauge`;
      this.writer.u8(<u8>change);
    }
    this.writer.f64(value);
    return null;
  }

  private encodeObservations(family: PushedFamily, sample: SampleArgument): string | null {
    const observations = sample.observations;
    const buckets = family.buckets;
    const counts = this.counts;
    for (let i = 0; i <= buckets.length; i++) counts[i] = 0;
    let sum: f64 = 0;
    for (let i = 0; i < observations.length; i++) {
      const value = observations.at(i);
      if (!Number.isFinite(value)) return `observation ${i} is ${value}: observe finite numbers`;
      counts[buckets.firstNotBelow(value)] += 1;
      sum += value;
    }
    for (let i = 0; i <= buckets.length; i++) this.writer.varint(counts[i]);
    this.writer.f64(sum);
    if (family.isNative) writeNative(this.writer, observations);
    return null;
  }

  private encodeDistribution(family: PushedFamily, sample: SampleArgument): string | null {
    if (family.isNative) return 'it is a native histogram, which needs the values themselves: observe them';
    const counts = sample.counts;
    const expected = family.buckets.length + 1;
    if (counts.length !== expected) {
      return `merge of ${counts.length} counts: give ${expected}, one for each of ${family.buckets.length} bounds and one for +Inf`;
    }
    let total: u64 = 0;
    for (let i = 0; i < expected; i++) {
      const count = counts.at(i);
      total += count;
      if (count > MAX_COUNT || total > MAX_COUNT) return 'merge of more than 2^53 observations: merge fewer at once';
      this.writer.varint(count);
    }
    if (!Number.isFinite(sample.sum)) return `merge of a sum of ${sample.sum}: merge finite sums`;
    this.writer.f64(sample.sum);
    return null;
  }
}

/** A log entry that holds nothing but `amount` of one of the registry's own counters. */
export function ownEntry(own: Own, amount: u32): Bytes {
  const counts = new StaticArray<u32>(OWN_COUNT);
  counts[own] = amount;
  const writer = new Writer(32);
  writer.u8(ENTRY_VERSION);
  writer.prefixed(Bytes.empty());
  writer.varint(0);
  writer.u32(0);
  writeOwnCounts(writer, counts);
  writer.varint(0);
  writer.varint(0);
  writer.seal();
  return writer.bytes;
}

function writeOwnCounts(writer: Writer, counts: StaticArray<u32>): void {
  let present = 0;
  for (let i = 0; i < OWN_COUNT; i++) if (counts[i] > 0) present++;
  writer.varint(present);
  for (let i = 0; i < OWN_COUNT; i++) {
    if (counts[i] === 0) continue;
    writer.varint(i);
    writer.varint(counts[i]);
  }
}
