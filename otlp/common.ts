// Guest and Node. opentelemetry.proto.common.v1 and resource.v1, as tables and as types.
import type { Message } from './message.ts';

/** At most one of these; none: empty. */
export interface AnyValue {
  stringValue?: string;
  boolValue?: boolean;
  intValue?: bigint;
  doubleValue?: number;
  arrayValue?: { values: AnyValue[] };
  kvlistValue?: { values: KeyValue[] };
  bytesValue?: Uint8Array;
}

export interface KeyValue {
  key: string;
  value?: AnyValue;
}

export interface Resource {
  attributes: KeyValue[];
}

export interface Scope {
  name: string;
  version: string;
}

const anyValue: Message = {
  1: { name: 'stringValue', type: 'string', isOptional: true },
  2: { name: 'boolValue', type: 'bool', isOptional: true },
  3: { name: 'intValue', type: 'int64', isOptional: true },
  4: { name: 'doubleValue', type: 'double', isOptional: true },
  5: { name: 'arrayValue', type: () => ({ 1: { name: 'values', type: () => anyValue, isRepeated: true } }) },
  6: { name: 'kvlistValue', type: () => ({ 1: { name: 'values', type: () => keyValue, isRepeated: true } }) },
  7: { name: 'bytesValue', type: 'bytes', isOptional: true },
};

export const keyValue: Message = {
  1: { name: 'key', type: 'string' },
  2: { name: 'value', type: () => anyValue },
};

export const resource: Message = { 1: { name: 'attributes', type: () => keyValue, isRepeated: true } };

export const scope: Message = {
  1: { name: 'name', type: 'string' },
  2: { name: 'version', type: 'string' },
};

/** google.rpc.Status: the body of an answer that is an error. */
export const status: Message = {
  1: { name: 'code', type: 'enum' },
  2: { name: 'message', type: 'string' },
};
