// Node, build time. One bundle -> one component with the StarlingMonkey engine inside. What the bundle does at its top
// level runs here, once, and is frozen into the component.
import { componentize as embed } from '@bytecodealliance/componentize-js';

/** `wit`: one text with every package that the world needs. Throws with the engine's own message. */
export async function componentize(bundle: string, wit: string, world: string): Promise<Uint8Array> {
  const { component } = await embed(bundle, wit, {
    worldName: world,
    // Demanded by the types, though the source is given as a text.
    sourcePath: undefined as unknown as string,
  });
  return component;
}
