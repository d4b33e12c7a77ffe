// Guest. OTLP's names as Prometheus has them: a unit and `_total` at the end, nothing but letters, digits and `_`.

const units: Record<string, string> = {
  d: 'days',
  h: 'hours',
  min: 'minutes',
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
  By: 'bytes',
  KiBy: 'kibibytes',
  MiBy: 'mebibytes',
  GiBy: 'gibibytes',
  TiBy: 'tibibytes',
  KBy: 'kilobytes',
  MBy: 'megabytes',
  GBy: 'gigabytes',
  TBy: 'terabytes',
  m: 'meters',
  V: 'volts',
  A: 'amperes',
  J: 'joules',
  W: 'watts',
  g: 'grams',
  Cel: 'celsius',
  Hz: 'hertz',
  '%': 'percent',
};

const perUnits: Record<string, string> = {
  s: 'second',
  min: 'minute',
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  mo: 'month',
  y: 'year',
};

export interface PrometheusName {
  name: string;
  /** In words; empty: none. It is in the name. */
  unit: string;
}

/** `isCounter`: a sum that only grows. `isGauge`: a ratio is named as such. */
export function metricName(
  name: string,
  unit: string,
  kind: { isCounter?: boolean; isGauge?: boolean },
): PrometheusName {
  const [main = '', per] = unit.replaceAll(/\{[^}]*\}/g, '').split('/');
  const words = wordsOf(name);
  const mainUnit = wordsOf(units[main] ?? (main === '1' ? '' : main)).join('_');
  const perUnit = per === undefined ? '' : wordsOf(perUnits[per] ?? per).join('_');
  const isTotal = kind.isCounter === true;
  const base = words.filter((word) => !(isTotal && word === 'total'));
  if (mainUnit !== '' && !base.includes(mainUnit)) base.push(mainUnit);
  if (perUnit !== '' && !base.includes(perUnit)) base.push('per', perUnit);
  if (unit === '1' && kind.isGauge && !base.includes('ratio')) base.push('ratio');
  if (isTotal) base.push('total');
  const text = base.join('_');
  return { name: /^\d/.test(text) ? `_${text}` : text, unit: mainUnit };
}

function wordsOf(name: string): string[] {
  return name.split(/[^a-zA-Z0-9:]+/).filter((word) => word !== '');
}

/** Names that Prometheus or the registry keep for themselves. */
const reserved = /^(le|quantile|__.*)$/;

/** A label's name; `service.name` becomes `service_name`. */
export function labelName(name: string): string {
  const text = name.replaceAll(/[^a-zA-Z0-9_]/g, '_');
  if (reserved.test(text)) return `exported_${text.replace(/^_+/, '')}`;
  return /^\d/.test(text) ? `key_${text}` : text;
}
