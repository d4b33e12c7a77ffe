// Guest. `target_info`: the app as OpenTelemetry's variables describe it. Attribute names become label names with `_`.
import { Bytes } from '../../compiled/bytes.ts';
import { Writer } from '../../compiled/writer.ts';
import { ResourceAttributes, serviceName } from '../entry/identity.ts';
import { writeLabel } from '../entry/label-text.ts';
import { isUtf8 } from '../entry/utf8.ts';
import { plainLabelName } from './plain-names.ts';

const SERVICE_NAME: string = 'service_name';

class Attribute {
  constructor(
    readonly name: Bytes,
    readonly value: Bytes,
  ) {}
}

/** Label text; empty when nothing is known. */
export function targetInfoText(): Bytes {
  const attributes: Attribute[] = [];
  const service = serviceName();
  if (service !== null && service.length > 0) attributes.push(new Attribute(Bytes.of(SERVICE_NAME), service));
  const resource = new ResourceAttributes();
  while (resource.next()) {
    const name = plainLabelName(resource.name);
    if (isUtf8(resource.value) && !hasName(attributes, name)) attributes.push(new Attribute(name, resource.value));
  }
  attributes.sort((left, right) => left.name.compare(right.name));
  const writer = new Writer(256);
  for (let i = 0; i < attributes.length; i++) writeLabel(writer, attributes[i].name, attributes[i].value);
  return writer.bytes;
}

function hasName(attributes: Array<Attribute>, name: Bytes): bool {
  for (let i = 0; i < attributes.length; i++) if (attributes[i].name.equals(name)) return true;
  return false;
}
