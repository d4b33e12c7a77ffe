// Guest. Attributes as labels.
import type { AnyValue, KeyValue } from '../../otlp/common.ts';
import { labelName } from './names.ts';

export type Labels = [name: string, value: string][];

/** Two attributes that get one name are joined, as Prometheus does; empty ones are no labels. */
export function labelsOf(attributes: readonly KeyValue[], more: Labels = []): Labels {
  const labels = new Map(more);
  const own = attributes
    .map(({ key, value }): [string, string] => [labelName(key), textOf(value)])
    .filter(([name, value]) => name !== '' && value !== '');
  const seen = new Set<string>();
  for (const [name, value] of own) {
    labels.set(name, seen.has(name) ? `${labels.get(name)};${value}` : value);
    seen.add(name);
  }
  return [...labels];
}

/** The value of one attribute as a text; empty when it is not there. */
export function attribute(attributes: readonly KeyValue[], key: string): string {
  return textOf(attributes.find((item) => item.key === key)?.value);
}

export function textOf(value: AnyValue | undefined): string {
  if (value === undefined) return '';
  const plain = value.stringValue ?? value.boolValue ?? value.intValue ?? value.doubleValue;
  if (plain !== undefined) return String(plain);
  const inner = plainOf(value);
  return inner === null ? '' : JSON.stringify(inner);
}

function plainOf(value: AnyValue | undefined): unknown {
  if (value?.arrayValue) return value.arrayValue.values.map(plainOf);
  if (value?.kvlistValue)
    return Object.fromEntries(value.kvlistValue.values.map((item) => [item.key, plainOf(item.value)]));
  if (value?.bytesValue) return btoa(String.fromCharCode(...value.bytesValue));
  const plain = value?.stringValue ?? value?.boolValue ?? value?.doubleValue ?? value?.intValue;
  return typeof plain === 'bigint' ? Number(plain) : (plain ?? null);
}
