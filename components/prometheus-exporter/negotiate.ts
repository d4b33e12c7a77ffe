// Guest. Which format a scraper gets, by its Accept header. Runs on plain Node as well.
import type { ExpositionOptions } from 'sidecars:metrics/registry@0.1.0';

export interface Form {
  format: ExpositionOptions['format'];
  escaping: ExpositionOptions['escaping'];
  contentType: string;
}

interface Range {
  type: string;
  parameters: Map<string, string>;
  /** 0 to 1. */
  quality: number;
}

const charset = 'charset=utf-8';

const protobuf = 'application/vnd.google.protobuf';
const message = 'io.prometheus.client.MetricFamily';
const delimited = `${protobuf}; proto=${message}; encoding=delimited`;

/** Names of parameters and types know no case. */
function isDelimited(parameters: Map<string, string>): boolean {
  return (
    parameters.get('proto') === message.toLowerCase() && (parameters.get('encoding') ?? 'delimited') === 'delimited'
  );
}

/** What everybody reads; for who accepts nothing that we have, it is still better than an error. */
const fallback: Form = {
  format: 'text',
  escaping: 'underscores',
  contentType: `text/plain; version=0.0.4; ${charset}`,
};

/** The best of what the header accepts; of equal quality, what stands first. */
export function negotiate(accept: string | null): Form {
  let best = fallback;
  let quality = 0;
  for (const range of rangesOf(accept ?? '')) {
    const form = range.quality > quality ? formOf(range) : undefined;
    if (!form) continue;
    best = form;
    quality = range.quality;
  }
  return best;
}

function formOf({ type, parameters }: Range): Form | undefined {
  const version = parameters.get('version');
  if (type === 'application/openmetrics-text' && (version ?? '1.0.0') === '1.0.0') {
    return { format: 'openmetrics', ...escaped(`${type}; version=1.0.0; ${charset}`, parameters) };
  }
  if (type === protobuf)
    return isDelimited(parameters) ? { format: 'protobuf', ...escaped(delimited, parameters) } : undefined;
  if (type !== 'text/plain' && type !== 'text/*' && type !== '*/*') return undefined;
  if (version === '1.0.0') {
    return { format: 'text', ...escaped(`text/plain; version=1.0.0; ${charset}`, parameters) };
  }
  return version === undefined || version === '0.0.4' ? fallback : undefined;
}

/** Of the ways to escape names we have two; who asks for another is told that it got underscores. */
function escaped(type: string, parameters: Map<string, string>): Omit<Form, 'format'> {
  const asked = parameters.get('escaping');
  const escaping = asked === 'allow-utf-8' ? 'allow-utf8' : 'underscores';
  const said = asked === undefined ? '' : `; escaping=${asked === 'allow-utf-8' ? asked : 'underscores'}`;
  return { escaping, contentType: `${type}${said}` };
}

/** The media ranges of an Accept header; one that makes no sense is left out. */
function rangesOf(accept: string): Range[] {
  return accept.split(',').flatMap((text) => {
    const [type = '', ...rest] = text.split(';').map((part) => part.trim().toLowerCase());
    if (type === '') return [];
    const parameters = new Map(
      rest.map((part): [string, string] => {
        const equals = part.indexOf('=');
        const name = equals < 0 ? part : part.slice(0, equals).trim();
        const value = equals < 0 ? '' : part.slice(equals + 1).trim();
        return [name, value.replace(/^"(.*)"$/, '$1')];
      }),
    );
    const quality = Number(parameters.get('q') ?? 1);
    return quality >= 0 && quality <= 1 ? [{ type, parameters, quality }] : [];
  });
}

/** Whether an Accept-Encoding header allows gzip. */
export function acceptsGzip(acceptEncoding: string | null): boolean {
  let any = 0;
  for (const { type, quality } of rangesOf(acceptEncoding ?? '')) {
    if (type === 'gzip') return quality > 0;
    if (type === '*') any = quality;
  }
  return any > 0;
}
