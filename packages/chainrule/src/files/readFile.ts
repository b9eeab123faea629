import { closeSync, fstatSync, openSync, readFileSync, readSync, realpathSync } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";
import { Refusal } from "@chainrule/core";
import { decodeUtf8 } from "./utf8.js";

/**
 * The bytes of a file, which is looked at before it is read.
 * @param name what messages call it
 * @throws {Refusal} unreadable-file | too-large
 */
export function readBytes(path: string, name: string, limit: number): Uint8Array {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    const stats = fstatSync(file);
    const other = stats.isDirectory()
      ? "a folder"
      : stats.isFile() || stats.isFIFO()
        ? undefined
        : "a device";
    if (other !== undefined) {
      throw new Refusal({
        code: "unreadable-file",
        got: `${name}: ${other}`,
        need: "a file that can be read",
      });
    }
    if (stats.size > limit) throw tooLarge(name, `${stats.size} bytes`, limit);
    return stats.isFile() ? readFileSync(file) : readAtMost(file, name, limit);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal({
      code: "unreadable-file",
      got: `${name}: ${reasonOf(error)}`,
      need: "a file that can be read",
    });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function tooLarge(name: string, got: string, limit: number): Refusal {
  return new Refusal({ code: "too-large", file: name, got, need: `at most ${limit}` });
}

/** What comes through a pipe, of which nobody knows how much it will be. */
function readAtMost(file: number, name: string, limit: number): Uint8Array {
  const pieces: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const piece = new Uint8Array(2 ** 16);
    const count = readSync(file, piece);
    if (count === 0) return Buffer.concat(pieces, total);
    total += count;
    if (total > limit) throw tooLarge(name, `more than ${limit} bytes`, limit);
    pieces.push(piece.subarray(0, count));
  }
}

/** Like {@link readBytes}, as text. @throws {Refusal} not-utf8 */
export function readText(path: string, name: string, limit: number): string {
  return decodeUtf8(readBytes(path, name, limit), name);
}

/**
 * Reads files of one folder, by relative path. Links are followed, but not out of the folder.
 * @throws {Refusal} path-outside, and as {@link readText}
 */
export function folderReader(folder: string, limit: number): (relativePath: string) => string {
  return (relativePath) => {
    const path = join(folder, relativePath);
    if (leaves(folder, path)) {
      throw new Refusal({
        code: "path-outside",
        got: `${JSON.stringify(relativePath)}, which leads out of the spec's folder`,
        need: "a file inside that folder",
      });
    }
    return readText(path, relativePath, limit);
  };
}

function leaves(folder: string, path: string): boolean {
  try {
    const inside = relative(realpathSync(folder), realpathSync(path));
    return inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside);
  } catch {
    return false; // What is not there is refused where it is read.
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: "no such file",
    EACCES: "no permission",
    ENOTDIR: "no such file",
  };
  return reasons[code] ?? (code || String(error));
}
