import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { benchFolder } from "../lib/peers.js";

/** Runs a script of this folder in a fresh process of Node and reads the JSON that it prints. */
export async function inProcess(script, args = [], flags = [], program = process.execPath) {
  const file = path.join(benchFolder, script);
  const { stdout } = await promisify(execFile)(program, [...flags, file, ...args], { maxBuffer: 2 ** 24 });
  return JSON.parse(stdout);
}
