// Node. A finished bundle -> a component file.
import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { componentize } from '../../build/componentize.ts';
import { toolWorld, toolWorldName } from '../../build/tool-world.ts';
import { UserError } from '../user-error.ts';
import { importsOf } from './imports.ts';
import { projectWit } from './wit-dependencies.ts';

export interface ComponentFile {
  code: string;
  /** Absolute path of the file to write. */
  out: string;
  /** Absolute path of the project: its package.json names packages with WIT. */
  folder: string;
  /** More WIT files and folders, relative to it. */
  wit: readonly string[];
}

export interface WrittenComponent {
  bytes: number;
  imports: string[];
}

/** Its world has what the bundle imports and nothing else. Throws a UserError when the engine refuses it. */
export async function writeComponent({ code, out, folder, wit }: ComponentFile): Promise<WrittenComponent> {
  const imports = importsOf(code);
  let component: Uint8Array;
  try {
    component = await componentize(code, toolWorld(imports, projectWit(folder, wit)), toolWorldName);
  } catch (error) {
    throw new UserError(`${out}: not built: ${error instanceof Error ? error.message : error}`);
  }
  mkdirSync(dirname(out), { recursive: true });
  // written aside and moved: a host may be reading the old one
  const part = `${out}.${randomBytes(4).toString('hex')}.part`;
  writeFileSync(part, component);
  renameSync(part, out);
  return { bytes: component.length, imports };
}
