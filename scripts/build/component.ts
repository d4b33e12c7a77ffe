// Node, build time. Builds one component unless its file is already the image of what it is made from.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildAssemblyScript } from './assemblyscript.ts';
import { fingerprint, folderContents, isFresh, recordFresh } from './fingerprint.ts';
import { buildJavaScript, bundleOwn, mapFile } from './javascript.ts';
import { buildDir, root } from './paths.ts';
import { witSource } from './wit.ts';

export interface ComponentSource {
  /** Name of the file in build/, without `.wasm`. */
  name: string;
  /** Folder with the entry file index.ts, relative to the repository's root. */
  folder: string;
  /** Other folders whose source this one shares. */
  sharedFolders?: string[];
  language: 'assemblyscript' | 'typescript';
  /** World in wit/components.wit. */
  world: string;
  /** With safepoints: TypeScript whose world has `sidecars:metrics/profiles`. */
  isProfiled?: boolean;
}

/** Resolves to false when there was nothing to do. */
export async function buildComponent(source: ComponentSource, force = false): Promise<boolean> {
  const { name, language, world } = source;
  const folder = join(root, source.folder);
  const entry = join(folder, 'index.ts');
  const out = join(buildDir, `${name}.wasm`);
  const compiled = language === 'assemblyscript';
  const sources = [folder, ...(source.sharedFolders ?? []).map((shared) => join(root, shared))];
  const profiledAs = name.replaceAll('/', '-');
  const bundled = { entry, ...(source.isProfiled && { profiledAs }) };
  // where there is a map, the profiler takes the component for profilable
  if (!source.isProfiled) rmSync(mapFile(profiledAs), { force: true });
  const image = compiled ? sources.flatMap(folderContents) : [(await bundleOwn(bundled)).code];
  const print = fingerprint(surroundings(), world, ...image);
  if (!force && isFresh(out, print)) return false;
  mkdirSync(dirname(out), { recursive: true });
  await (compiled ? buildAssemblyScript({ entry, world, out }) : buildJavaScript({ ...bundled, world, out }));
  recordFresh(out, print);
  return true;
}

/** What every component is also made from: the WIT, the tools, these recipes. */
function surroundings(): string {
  return fingerprint(witSource(), toolVersions(), ...folderContents(join(root, 'scripts/build')));
}

function toolVersions(): string {
  const packages = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const tools = ['@bytecodealliance/componentize-js', '@bytecodealliance/jco', 'assemblyscript', 'esbuild'];
  return tools.map((tool) => `${tool}@${packages[`node_modules/${tool}`].version}`).join(' ');
}
