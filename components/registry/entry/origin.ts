// Guest. Which component made a push, in which version: label text of `sidecars_component_info`.
import { Bytes } from '../../compiled/bytes.ts';
import { VERSION } from '../version.ts';
import { componentName, resourceAttribute } from './identity.ts';
import { LabelText, WITHIN_BOUNDS } from './label-text.ts';
import { isUtf8 } from './utf8.ts';

const LABELS: StaticArray<string> = ['component', 'registry_version', 'version'];

/** Empty for a component without a name. */
export function originText(): Bytes {
  const component = componentName();
  const version = resourceAttribute('service.version');
  if (component.equalsText('unknown') || !isUtf8(component) || !isUtf8(version)) return Bytes.empty();
  const labels = new LabelText();
  labels.own(LABELS, [component, Bytes.of(VERSION), version]);
  return labels.overLimit === WITHIN_BOUNDS ? labels.text : Bytes.empty();
}
