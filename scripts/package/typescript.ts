// Node, build time. Runs the TypeScript compiler for the package: one JavaScript and one .d.ts file for each source file, in
// the same tree, so that users' bundlers take only what is used and profiles show real file names.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildDir, root } from '../build/paths.ts';

const compiler = join(root, 'node_modules/typescript/lib/tsc.js');

export interface Emitted {
  /** Entry files, relative to the repository's root. What they import comes along. */
  files: string[];
  /** Ambient declarations that they need, likewise; they are copied. */
  ambient?: string[];
  out: string;
  /** Declarations without JavaScript. */
  typesOnly?: boolean;
}

/** Throws with the compiler's messages. */
export function emit({ files, ambient = [], out, typesOnly = false }: Emitted): void {
  const settings = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: typesOnly,
      rewriteRelativeImportExtensions: true,
      rootDir: root,
      outDir: out,
    },
    include: [],
    exclude: [],
    files: [...files, ...ambient].map((file) => join(root, file)),
  };
  // below the root, where the compiler looks for @types
  const project = join(buildDir, `tsconfig.${typesOnly ? 'types' : 'modules'}.json`);
  mkdirSync(buildDir, { recursive: true });
  writeFileSync(project, JSON.stringify(settings));
  try {
    execFileSync(process.execPath, [compiler, '-p', project], { cwd: root, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    throw new Error(`tsc -p ${project}: ${(error as { stdout: string }).stdout}`);
  }
  for (const file of ambient) {
    mkdirSync(dirname(join(out, file)), { recursive: true });
    copyFileSync(join(root, file), join(out, file));
  }
  renameImports(out);
}

/** The compiler renames imports in JavaScript only; that a declaration imports `x.ts` is an error to TypeScript before 5. */
function renameImports(folder: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.d.ts'));
  for (const file of files) {
    const text = readFileSync(join(folder, file), 'utf8');
    const renamed = text.replace(/((?:from|import|import\() ?(['"])\.{1,2}\/[^'"]*)\.ts\2/g, '$1.js$2');
    if (renamed !== text) writeFileSync(join(folder, file), renamed);
  }
}
