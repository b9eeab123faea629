import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

export interface Compiled {
  /** 0 where there are no mistakes. */
  readonly code: number;
  readonly output: string;
}

/** Checks a TypeScript project, by its path from the root of the repository; the output's paths are from there too. */
export function compileTypes(project: string, ...flags: readonly string[]): Promise<Compiled> {
  const script = path.join(root, "node_modules/typescript/bin/tsc");
  const args = [script, "-p", project, "--pretty", "false", ...flags];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root, maxBuffer: 2 ** 24 }, (error, stdout) => {
      resolve({ code: error === null ? 0 : 1, output: stdout });
    });
  });
}

/** What checking one file that imports `chainrule` costs, by the compiler's own figures. */
export interface Cost {
  readonly instantiations: number;
  readonly seconds: number;
}

/**
 * Checks a file by itself, against the package as it was built last.
 * @throws {Error} where the file has mistakes
 */
export async function compileCost(text: string): Promise<Cost> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "chainrule-types-"));
  try {
    const config = {
      extends: path.join(root, "tsconfig.base.json"),
      compilerOptions: {
        composite: false,
        noEmit: true,
        paths: { chainrule: [path.join(root, "packages/chainrule/dist/index.d.ts")] },
      },
    };
    await writeFile(path.join(folder, "spec.ts"), text);
    await writeFile(path.join(folder, "package.json"), JSON.stringify({ type: "module" }));
    await writeFile(path.join(folder, "tsconfig.json"), JSON.stringify(config));
    // One thread: with more, what several of them find out is counted several times.
    const { code, output } = await compileTypes(folder, "--extendedDiagnostics", "--singleThreaded");
    if (code !== 0) throw new Error(output);
    const figure = (name: string): number => Number(new RegExp(`${name}:\\s+([0-9.]+)`).exec(output)?.[1]);
    return { instantiations: figure("Instantiations"), seconds: figure("Check time") };
  } finally {
    await rm(folder, { recursive: true });
  }
}
