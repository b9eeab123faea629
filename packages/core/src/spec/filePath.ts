import { type Path, Refusal } from "../errors.js";

/**
 * Checks, as text, that a file's path cannot leave the spec's folder: relative, with forward slashes, no `..`.
 * @param path where in the spec it stands
 * @throws {Refusal} path-outside
 */
export function checkFilePath(file: string, path: Path): void {
  const isOutside =
    file.startsWith("/") ||
    /[\\\0]/.test(file) ||
    /^[A-Za-z][A-Za-z0-9+.-]*:/.test(file) ||
    file.split("/").includes("..");
  if (!isOutside) return;
  throw new Refusal({
    code: "path-outside",
    path,
    got: JSON.stringify(file),
    need: "a path relative to the spec's folder, with forward slashes, that stays inside it",
    try: JSON.stringify(file.split(/[\\/]/).at(-1)),
  });
}
