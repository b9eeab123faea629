import { chmodSync, realpathSync, statSync } from "node:fs";
import { defaultLimits, Refusal } from "@chainrule/core";
import { readText } from "./readFile.js";
import { writeWhole } from "./writeFile.js";

/** The text of a spec's file, as it is. @throws {Refusal} unreadable-file | too-large */
export function readSpecText(path: string, name: string): string {
  return readText(path, name, defaultLimits.documentBytes);
}

/**
 * Gives a file another text, whole or not at all. Where the path is a link, the file that it leads to is written;
 * who may read and write it stays as it was.
 * @param name what messages call it
 * @throws {Refusal} unwritable-file
 */
export function rewriteFile(path: string, name: string, text: string): void {
  try {
    const real = realpathSync(path);
    const { mode } = statSync(real);
    writeWhole(real, text);
    chmodSync(real, mode);
  } catch (error) {
    const got = `${name}: ${error instanceof Error ? error.message : String(error)}`;
    throw new Refusal({ code: "unwritable-file", got, need: "a file that can be written to" });
  }
}
