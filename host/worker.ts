// Worker thread. Runs one request at a time, each on a fresh instance, and blocks while it does.
// Between requests it returns to its event loop; during one, messages are taken synchronously by the Link.
import { pathToFileURL } from 'node:url';
import { workerData } from 'node:worker_threads';
import { memoryImport } from './core-memory.ts';
import { messageOf } from './errors.ts';
import {
  type ComponentImage,
  type DependencyImage,
  type GuestImage,
  type RequestHead,
  type ToWorker,
  type WorkerSettings,
  workerState,
} from './protocol.ts';
import { OpenedStores } from './stores/opened.ts';
import { asHost, guestSeconds, startGuestTime, timeHostCalls } from './telemetry/guest-time.ts';
import type { Usage } from './telemetry/telemetry.ts';
import { Exit } from './wasi/cli.ts';
import { IncomingRequest, ResponseOutparam } from './wasi/http-incoming.ts';
import { endJob, setLink, startJob } from './worker/current.ts';
import { hostImports, type Imports, linkDependencies, noCapabilities } from './worker/imports.ts';
import { Link } from './worker/link.ts';
import { Memories } from './worker/memories.ts';
import { receive } from './worker/receive.ts';

type GetCoreModule = (name: string) => WebAssembly.Module;
type InstantiateCore = (module: WebAssembly.Module, imports?: WebAssembly.Imports) => WebAssembly.Instance;
type InstantiateBindings = (getCoreModule: GetCoreModule, imports: Imports, core: InstantiateCore) => Imports;

interface LoadedComponent {
  image: ComponentImage;
  /** Starts a fresh instance with everything it depends on. */
  instantiate(): Imports;
}

const settings = workerData as WorkerSettings;
const link = new Link(settings.port, settings.shared, receive);
const stores = new OpenedStores(settings.stores, settings.redisStores, settings.poisoned, (text) => {
  link.post({ type: 'log', text });
  link.flush();
});
const components = new Map<string, Promise<LoadedComponent>>();
const memories = new Memories(settings.isMeasuring);
setLink(link);

settings.port.on('message', (message: ToWorker) => {
  if (message.type === 'job') void run(message);
  else receive(message);
});
settings.port.postMessage([{ type: 'ready' }]);

async function run(message: ToWorker & { type: 'job' }): Promise<void> {
  const { stream, component, load, request, hasBody } = message;
  link.setState(workerState.running);
  // Before anything is awaited: parts of the body may already be on their way.
  startJob(stream, hasBody);
  let trap: string | undefined;
  let memoryBytesOnInit: number | undefined;
  try {
    if (load) components.set(component, loadComponent(load));
    const loaded = await (components.get(component) as Promise<LoadedComponent>);
    const instance = loaded.instantiate();
    memoryBytesOnInit = memories.lentBytes;
    startGuestTime();
    handle(instance, request);
  } catch (error) {
    if (!(error instanceof Exit && error.ok)) trap = describe(error);
  }
  const usage = usageSince(memoryBytesOnInit);
  endJob();
  memories.takeBack(trap === undefined);
  link.post({ type: 'done', stream, ...(trap !== undefined && { trap }), ...(usage && { usage }) });
  link.setState(workerState.idle);
  link.flush();
}

/** Undefined: nothing is measured, or the instance never began. */
function usageSince(memoryBytesOnInit: number | undefined): Usage | undefined {
  if (!settings.isMeasuring || memoryBytesOnInit === undefined) return undefined;
  return { seconds: guestSeconds(), memoryBytes: memories.lentBytes, memoryBytesOnInit };
}

function handle(exports: Imports, request: RequestHead): void {
  const name = Object.keys(exports).find((key) => key.startsWith('wasi:http/incoming-handler@'));
  if (name === undefined) throw new Error('the component exports no wasi:http/incoming-handler');
  exports[name]?.handle(new IncomingRequest(request), new ResponseOutparam());
}

async function loadComponent(image: ComponentImage): Promise<LoadedComponent> {
  const own = await loadBindings(image);
  const dependencies = new Map<DependencyImage, (imports: Imports) => Imports>();
  for (const dependency of image.dependencies) dependencies.set(dependency, await loadBindings(dependency));
  const measured = (imports: Imports) => (settings.isMeasuring ? timeHostCalls(imports) : imports);
  const host = measured(hostImports(image.capabilities, stores));
  const nothing = measured(hostImports(noCapabilities, stores));
  const start = (dependency: DependencyImage) =>
    asHost(() => (dependencies.get(dependency) as (imports: Imports) => Imports)(dependency.inherit ? host : nothing));
  return { image, instantiate: () => own(linkDependencies(image, host, start)) };
}

async function loadBindings({ bindingsPath, coreModules }: GuestImage): Promise<(imports: Imports) => Imports> {
  const { instantiate } = (await import(pathToFileURL(bindingsPath).href)) as { instantiate: InstantiateBindings };
  const modules = new Map(coreModules.map(({ name, module }) => [name, module]));
  const limits = new Map(coreModules.map(({ module, memory }) => [module, memory]));
  const getCoreModule = (name: string) => modules.get(name) as WebAssembly.Module;
  return (imports) =>
    instantiate(getCoreModule, imports, (module, imported = {}) => {
      const wanted = limits.get(module);
      if (!wanted) return new WebAssembly.Instance(module, imported);
      const lent = { [memoryImport.name]: memories.lend(wanted) };
      return new WebAssembly.Instance(module, { ...imported, [memoryImport.module]: lent });
    });
}

/** The first frames of a trap are inside the guest and may tell where. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return `the guest threw ${messageOf(error)}`;
  const frames = (error.stack ?? '').split('\n').filter((line) => line.includes('wasm'));
  return [`${error.name}: ${error.message}`, ...frames.slice(0, 3)].join('\n');
}
