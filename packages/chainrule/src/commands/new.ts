import { resolve } from "node:path";
import { Refusal } from "@chainrule/core";
import { writeNew } from "../files/writeFile.js";
import { jsonText } from "../json.js";
import { starter } from "../starter.js";
import { exitCode, type Io } from "../terminal/io.js";
import type { CommonOptions } from "./options.js";

/** `new NAME`: a commented spec to begin with, in a file that was not there. */
export function newSpec(name: string, options: CommonOptions, io: Io): number {
  checkName(name);
  const file = `${name}.json`;
  write(resolve(io.cwd, file), file, starter(name));
  const next = [`chainrule train ${file}`, `chainrule check ${file} --expect`];
  if (options.json) io.stdout.write(`${jsonText({ file, next }, 2)}\n`);
  else io.stdout.write(`${file} is there; now try\n${next.map((line) => `  ${line}\n`).join("")}`);
  return exitCode.fine;
}

function checkName(name: string): void {
  if (/^[A-Za-z][A-Za-z0-9_-]{0,79}$/.test(name)) return;
  const plain = name
    .replace(/^.*[/\\]/s, "")
    .replace(/\.jsonc?$/, "")
    .replaceAll(/[^A-Za-z0-9_-]+/g, "-")
    .replace(/^[^A-Za-z]+/, "")
    .slice(0, 80);
  throw new Refusal({
    code: "bad-name",
    got: JSON.stringify(name),
    need: "a letter, then letters, digits, _ and -; the file is NAME.json in this folder",
    ...(plain !== "" && { try: `chainrule new ${plain}` }),
  });
}

function write(path: string, file: string, text: string): void {
  try {
    writeNew(path, text);
  } catch (error) {
    const isThere = error instanceof Error && "code" in error && error.code === "EEXIST";
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal(
      isThere
        ? { code: "already-there", got: `${file}, which is there`, need: "a name that is free" }
        : { code: "unwritable-file", got: `${file}: ${reason}`, need: "a folder that can be written to" },
    );
  }
}
