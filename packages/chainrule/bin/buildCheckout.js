import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * In a checkout, brings what tsc made up to date with the sources; an installed package has no sources and is left
 * alone. What tsc says goes to stderr, since stdout is for data.
 * @returns whether there is something up to date to run
 */
export function buildCheckout() {
  const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
  const compiler = path("../../../node_modules/typescript/bin/tsc");
  if (!existsSync(path("../src")) || !existsSync(compiler)) return true;
  const { status } = spawnSync(process.execPath, [compiler, "-b", path("../../..")], {
    stdio: ["ignore", 2, 2],
  });
  return status === 0;
}
