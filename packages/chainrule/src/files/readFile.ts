import { closeSync, fstatSync, openSync, readFileSync, realpathSync } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";
import { Refusal } from "@chainrule/core";

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
    if (stats.size > limit) {
      throw new Refusal({
        code: "too-large",
        file: name,
        got: `${stats.size} bytes`,
        need: `at most ${limit}`,
      });
    }
    return readFileSync(file);
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

/** Like {@link readBytes}, as text in UTF-8. */
export function readText(path: string, name: string, limit: number): string {
  return new TextDecoder().decode(readBytes(path, name, limit));
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
