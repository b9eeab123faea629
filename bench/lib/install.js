import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { benchFolder } from "./peers.js";

/**
 * Installs this folder's own packages where they are not there. No install scripts are run: onnxruntime-node carries
 * its binaries, and its script would only fetch those for CUDA. A failure is told; the peers are then missing.
 */
export function install(say) {
  const read = (file) => JSON.parse(fs.readFileSync(path.join(benchFolder, file), "utf8"));
  const isThere = ([name, version]) => {
    try {
      return read(`node_modules/${name}/package.json`).version === version;
    } catch {
      return false;
    }
  };
  if (Object.entries(read("package.json").dependencies).every(isThere)) return;
  say("installing the peers that are npm packages, once");
  const flags = ["--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status, stderr, error } = spawnSync("npm", ["install", ...flags], {
    cwd: benchFolder,
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL_CUDA: "skip" },
    encoding: "utf8",
  });
  if (status !== 0) say(`npm install failed: ${error?.message ?? stderr}`);
}
