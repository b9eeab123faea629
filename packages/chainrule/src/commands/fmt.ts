import { resolve } from "node:path";
import { Refusal } from "@chainrule/core";
import { registryWith } from "../files/loadPlugin.js";
import { readSpecText, rewriteFile } from "../files/specText.js";
import { formatSpec } from "../format/format.js";
import { jsonText } from "../json.js";
import { exitCode, type Io } from "../terminal/io.js";
import { visible } from "../terminal/report.js";
import type { CommonOptions } from "./options.js";

export interface FmtOptions extends CommonOptions {
  readonly check?: boolean;
  readonly stdout?: boolean;
}

/** `fmt SPEC…`: canonical order and layout. Every file is read before the first is written. */
export async function fmt(specs: readonly string[], options: FmtOptions, io: Io): Promise<number> {
  if (options.check && options.stdout) throw bothModes;
  const registry = await registryWith(options.plugin, io.cwd);
  const files = specs.map((name) => {
    const text = readSpecText(resolve(io.cwd, name), name);
    return { name, text, formatted: formatSpec(text, { registry, file: name }) };
  });
  const differing = files.filter(({ text, formatted }) => text !== formatted);
  if (options.stdout) {
    io.stdout.write(files.map(({ formatted }) => formatted).join(""));
    return exitCode.fine;
  }
  if (!options.check) {
    for (const { name, formatted } of differing) rewriteFile(resolve(io.cwd, name), name, formatted);
  }
  const names = differing.map(({ name }) => name);
  if (options.json)
    io.stdout.write(`${jsonText({ [options.check ? "differing" : "formatted"]: names }, 2)}\n`);
  else io.stdout.write(names.map((name) => `${visible(name)}\n`).join(""));
  return options.check && names.length > 0 ? exitCode.failed : exitCode.fine;
}

const bothModes = new Refusal({
  code: "conflict",
  at: "--check",
  got: "both --check and --stdout",
  need: "one of them",
});
