// Guest. The component's environment in spin.toml, read once an instance. A host call: at build time it ends the build.
import { getEnvironment } from 'wasi:cli/environment@0.2.10';

let values: Map<string, string> | undefined;

/** The value of one variable, or undefined. */
export function environment(name: string): string | undefined {
  values ??= new Map(getEnvironment());
  return values.get(name);
}

interface BindingsRealm {
  process?: { env: { readonly JCO_DEBUG?: string } };
  Function: FunctionConstructor;
}

const warmUp = 'warm-up';

/**
 * Build time. Halves what the first read costs (0.5 ms on Spin). The call itself would end the build; the bindings of the
 * engine look for their own debug switch before they make it, and a switch that throws stops them there, compiled. What
 * follows, reading texts from memory, is done by hand in the realm of the bindings, which has built-ins of its own.
 */
export function warmEnvironment(): void {
  const realm = getEnvironment.constructor('return globalThis')() as BindingsRealm;
  // on plain Node there are no bindings
  if ((realm as unknown) === globalThis) return;
  // those of older engines, such as that of Spin's build tools 1.0, have no switch
  if (!realm.Function('return typeof _debugLog === "function"')()) return;
  const before = realm.process;
  realm.process = {
    env: {
      get JCO_DEBUG(): string {
        throw new Error(warmUp);
      },
    },
  };
  try {
    getEnvironment();
  } catch (error) {
    if ((error as Error).message !== warmUp) throw error;
  } finally {
    realm.process = before;
  }
  const read = realm.Function(
    'decoder',
    'memory',
    'const view = new DataView(memory); return [[decoder.decode(new Uint8Array(memory, view.getUint32(0, true), 1))]];',
  );
  const decoder = new TextDecoder();
  for (let i = 0; i < 3; i++) read(decoder, new ArrayBuffer(8));
}
