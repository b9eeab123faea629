import { type GraphNode, maximumProblems, Refusal } from "@chainrule/core";
import type { DataSpec } from "./section.js";
import { listed, nearTo, quoted } from "./words.js";

const csvOnly = ["columns", "missing", "onBadRow"] as const;

/**
 * Checks that a spec names one source of rows, and no key that the source has no use for.
 * @throws {Refusal} no-source | two-sources | unused-key
 */
export function checkSource(spec: DataSpec): void {
  const path = ["data"];
  if (spec.csv === undefined && spec.examples === undefined) {
    const need = '"csv", a file, or "examples", rows in the spec itself';
    throw new Refusal({ code: "no-source", path, got: "no source of rows", need, try: '"csv": "data.csv"' });
  }
  if (spec.csv !== undefined && spec.examples !== undefined) {
    throw new Refusal({
      code: "two-sources",
      path,
      got: "both csv and examples",
      need: "one source of rows",
      try: 'leave out "csv" or "examples"',
    });
  }
  const unused = spec.csv === undefined ? csvOnly.filter((key) => spec[key] !== undefined) : [];
  if (unused.length === 0) return;
  throw new Refusal(
    unused.map((key) => ({
      code: "unused-key",
      path: ["data", key],
      got: `${key} beside examples`,
      need: `examples alone; ${key} is for csv`,
      try: `leave out "${key}"`,
    })),
  );
}

/**
 * Checks that a data file's path cannot leave the spec's folder: relative, with forward slashes, no `..`.
 * @throws {Refusal} path-outside
 */
export function checkPath(file: string): void {
  const outside =
    file.startsWith("/") ||
    /[\\\0]/.test(file) ||
    /^[A-Za-z][A-Za-z0-9+.-]*:/.test(file) ||
    file.split("/").includes("..");
  if (!outside) return;
  throw new Refusal({
    code: "path-outside",
    path: ["data", "csv"],
    got: JSON.stringify(file),
    need: "a path relative to the spec's folder, with forward slashes, that stays inside it",
    try: JSON.stringify(file.split(/[\\/]/).at(-1)),
  });
}

/**
 * Refuses keys that name no input.
 * @param key the part of `data` that the names are keys of
 * @throws {Refusal} unknown-input
 */
export function checkInputNames(
  key: "examples" | "columns" | "labels" | "encode",
  spec: DataSpec,
  inputs: readonly GraphNode[],
): void {
  const ids = inputs.map(({ id }) => id);
  const unknown = Object.keys(spec[key] ?? {}).filter((name) => !ids.includes(name));
  if (unknown.length === 0) return;
  throw new Refusal(
    unknown.slice(0, maximumProblems).map((name) => ({
      code: "unknown-input",
      path: ["data", key, name],
      got: quoted(name),
      need: `an input of the model: ${listed(ids)}`,
      ...nearTo(name, ids),
    })),
  );
}
