import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { benchFolder } from "../lib/peers.js";

/** Seconds after which a script is ended, so that one of them cannot hold up the rest. */
const patience = 1200;

/**
 * Runs a script of this folder in a fresh process of Node and reads the JSON that it prints.
 * @throws {Error} with the script's last words, or with how it was ended
 */
export async function inProcess(script, args = [], flags = [], program = process.execPath) {
  const file = path.join(benchFolder, script);
  const options = { maxBuffer: 2 ** 24, timeout: patience * 1000, killSignal: "SIGKILL" };
  try {
    const { stdout } = await promisify(execFile)(program, [...flags, file, ...args], options);
    return JSON.parse(stdout);
  } catch (error) {
    const how = error.killed ? `no end after ${patience} s` : `ended by ${error.signal ?? error.code}`;
    throw new Error(error.stderr?.trim() || `error: ${script} ${args.join(" ")}: ${how}`);
  }
}
