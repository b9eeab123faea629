import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const benchFolder = fileURLToPath(new URL("../", import.meta.url));
export const buildFolder = path.join(benchFolder, "build");

/** One thread for everybody, by every name that it goes by. */
export const oneThread = {
  OPENBLAS_NUM_THREADS: "1",
  OMP_NUM_THREADS: "1",
  MKL_NUM_THREADS: "1",
};

export const cFlags = [
  "-O3",
  "-march=native",
  "-mprefer-vector-width=512",
  "-fno-math-errno",
  "-fno-trapping-math",
];

const script = (name) => path.join(benchFolder, "peers", name);
const python = "/usr/bin/python3";

/**
 * Everyone who can train a row: `family` is what `--peers` names, `command(row)` the program to start and its
 * arguments. `command` throws where the peer is missing. `isPackage`: it comes from this folder's package.json.
 */
export function allPeers(engine) {
  const running = process.versions.node.split(".")[0];
  const nodes = [[running, () => process.execPath]];
  if (running !== "24") nodes.push(["24", node24]);
  return [
    { name: "c", family: "c", command: (row) => [compileC(row)] },
    ...nodes.map(([major, find]) => ({
      name: `chainrule@${major}`,
      family: "chainrule",
      command: () => [find(), script("chainrule.js"), engine],
    })),
    { name: "numpy", family: "numpy", command: () => [python, script("numpy_peer.py")] },
    { name: "torch", family: "torch", command: () => [python, script("torch_peer.py")] },
    {
      name: "onnxruntime",
      family: "onnxruntime",
      isPackage: true,
      command: () => [process.execPath, script("onnxruntime.js")],
    },
    {
      name: "jax-js",
      family: "jax-js",
      isPackage: true,
      command: () => [process.execPath, script("jax.js")],
    },
    {
      name: "tfjs-wasm",
      family: "tfjs-wasm",
      isPackage: true,
      command: () => [process.execPath, script("tfjs.js"), "wasm"],
    },
    {
      name: "tfjs-cpu",
      family: "tfjs-cpu",
      isPackage: true,
      command: () => [process.execPath, script("tfjs.js"), "cpu"],
    },
  ];
}

let found24;

/** The path of Node 24, which npx downloads where it has to. */
export function node24() {
  found24 ??= execFileSync("npx", ["-y", "--package=node@24", "--", "node", "-p", "process.execPath"], {
    encoding: "utf8",
  }).trim();
  return found24;
}

/** Compiles the C program of a row. @throws {Error} with gcc's words */
function compileC(row) {
  fs.mkdirSync(buildFolder, { recursive: true });
  const out = path.join(buildFolder, `c-${row}`);
  const isSmall = row === "W1" || row === "W2";
  const source = script(isSmall ? `c/${row.toLowerCase()}.c` : "c/dense.c");
  const rest = isSmall ? ["-lm"] : [`-DROW=${row.slice(1)}`, "-lopenblas", "-lm"];
  execFileSync("gcc", [...cFlags, source, "-o", out, ...rest], { stdio: ["ignore", "ignore", "pipe"] });
  return out;
}
