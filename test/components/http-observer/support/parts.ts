// Node, tests. The observer's parts that need no host, compiled apart and called with texts.
import { compile } from '../../../../scripts/build/assemblyscript.ts';

interface Exports {
  memory: WebAssembly.Memory;
  place(index: number, length: number): number;
  resultStart: WebAssembly.Global;
  resultLength: WebAssembly.Global;
}

type Part = 'route' | 'mcpRequest' | 'mcpResponse' | 'traceparent' | 'jsonLine';

export type CallPart = (part: Part, ...texts: (string | Uint8Array)[]) => string;

/** Compiles once; the result calls one part. */
export async function loadParts(): Promise<CallPart> {
  const core = await compile('test/components/http-observer/parts/index.ts');
  const module = new WebAssembly.Module(core as Uint8Array<ArrayBuffer>);
  const imports: WebAssembly.Imports = {};
  for (const { module: name, name: item } of WebAssembly.Module.imports(module)) {
    imports[name] = { ...imports[name], [item]: () => 0n };
  }
  const exports = new WebAssembly.Instance(module, imports).exports as unknown as Exports & Record<Part, () => void>;
  return (part, ...texts) => {
    for (const [index, text] of texts.entries()) {
      const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
      const start = exports.place(index, bytes.length);
      new Uint8Array(exports.memory.buffer, start, bytes.length).set(bytes);
    }
    exports[part]();
    const { resultStart, resultLength, memory } = exports;
    return new TextDecoder().decode(new Uint8Array(memory.buffer, resultStart.value, resultLength.value));
  };
}
