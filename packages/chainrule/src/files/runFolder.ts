import { closeSync, mkdirSync, openSync, readdirSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { Refusal } from "@chainrule/core";
import { writeWhole } from "./writeFile.js";

/** The folder of one run. What grows is valid after every event; what does not is written whole or not at all. */
export class RunFolder {
  readonly path: string;
  readonly #open = new Map<string, number>();

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Makes `runs/<name>/001`, or the number after the greatest that is there.
   * @param root the folder `runs`
   */
  static next(root: string, name: string): RunFolder {
    const parent = join(root, folderName(name));
    mkdirSync(parent, { recursive: true });
    const numbers = readdirSync(parent).map((entry) => (/^\d+$/.test(entry) ? Number(entry) : 0));
    for (let number = Math.max(0, ...numbers) + 1; ; number++) {
      const path = join(parent, String(number).padStart(3, "0"));
      if (makeNew(path)) return new RunFolder(path);
    }
  }

  /**
   * Takes a folder that is empty or not there yet.
   * @throws {Refusal} not-empty | unwritable-folder
   */
  static at(path: string, name: string): RunFolder {
    let entries: string[];
    try {
      mkdirSync(path, { recursive: true });
      entries = readdirSync(path);
    } catch (error) {
      throw new Refusal({
        code: "unwritable-folder",
        got: `${name}: ${String(error)}`,
        need: "a folder to write to",
      });
    }
    if (entries.length === 0) return new RunFolder(path);
    const got = `${name}, which holds ${entries.length === 1 ? entries[0] : `${entries.length} files`}`;
    throw new Refusal({ code: "not-empty", got, need: "a folder that is empty or not there yet" });
  }

  /** Adds text at the end of a file, in one write. */
  append(name: string, text: string): void {
    let file = this.#open.get(name);
    if (file === undefined) {
      file = openSync(join(this.path, name), "a");
      this.#open.set(name, file);
    }
    const bytes = new TextEncoder().encode(text);
    for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
  }

  /** @param name its path in the folder */
  write(name: string, content: string | Uint8Array): void {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeWhole(path, content);
  }

  close(): void {
    for (const file of this.#open.values()) closeSync(file);
    this.#open.clear();
  }
}

/** A name that every file system takes, and that leads nowhere else. */
export function folderName(name: string): string {
  return (
    name
      .replaceAll(/[^A-Za-z0-9._-]+/g, "-")
      .replace(/^[.-]+/, "")
      .slice(0, 80) || "run"
  );
}

/** Whether this call made the folder: two runs that begin at once get two. */
function makeNew(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}
