import { resolve } from "node:path";
import { Refusal } from "@chainrule/core";
import { writeWhole } from "../files/writeFile.js";
import type { Io } from "../terminal/io.js";

/**
 * Writes what `-o FILE` asks for, whole or not at all.
 * @throws {Refusal} unwritable-file
 */
export function writeOutput(path: string, content: string | Uint8Array, io: Io): void {
  try {
    writeWhole(resolve(io.cwd, path), content);
  } catch (error) {
    const got = `${path}: ${error instanceof Error ? error.message : String(error)}`;
    throw new Refusal({ code: "unwritable-file", at: "-o", got, need: "a place that can be written to" });
  }
}
