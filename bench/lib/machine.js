import { execFileSync } from "node:child_process";
import os from "node:os";

/** What the figures depend on, beside the programs. */
export function machine() {
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: os.cpus()[0]?.model ?? "unknown",
    cores: os.cpus().length,
    system: `${os.type()} ${os.release()}`,
    node: process.versions.node,
    gcc: versionOf("gcc", ["-dumpfullversion"]),
    loadAverage: os.loadavg().map((load) => Number(load.toFixed(2))),
  };
}

function versionOf(program, args) {
  try {
    return execFileSync(program, args, { encoding: "utf8" }).trim();
  } catch {
    return "missing";
  }
}
