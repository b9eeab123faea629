import { checkFilePath, type GraphNode, maximumProblems, Refusal } from "@chainrule/core";
import type { DataSpec } from "./section.js";
import { listed, nearTo, quoted } from "./words.js";

/** The keys that name a source of rows, in the order in which messages list them. */
const sources = ["csv", "json", "rows", "generator", "examples"] as const;

/** Where rows come from. */
export type Source = (typeof sources)[number];

/** For each key that not every source has a use for, those that have. */
const users = {
  columns: ["csv", "json", "rows", "generator"],
  missing: ["csv", "json", "rows"],
  onBadRow: ["csv", "json", "rows"],
} as const satisfies Readonly<Record<string, readonly Source[]>>;

/** What stands beside a source that has no use for a key. */
const alone: Partial<Record<Source, string>> = {
  examples: "examples alone",
  generator: "a generator and its attributes",
};

/**
 * Finds the one source of rows that a spec names, and checks that it has a use for every key.
 * @throws {Refusal} no-source | two-sources | unused-key
 */
export function sourceOf(spec: DataSpec): Source {
  const path = ["data"];
  const [source, ...others] = sources.filter((key) => spec[key] !== undefined);
  if (source === undefined) {
    const need =
      '"csv" or "json", a file, "rows" or "examples", rows in the spec itself, or "generator", rows that are computed';
    throw new Refusal({ code: "no-source", path, got: "no source of rows", need, try: '"csv": "data.csv"' });
  }
  if (others.length > 0) {
    const all = [source, ...others];
    const pair = all.length === 2;
    throw new Refusal({
      code: "two-sources",
      path,
      got: `${pair ? "both " : ""}${all.slice(0, -1).join(", ")} and ${all.at(-1)}`,
      need: "one source of rows",
      try: pair
        ? `leave out ${all.map((key) => `"${key}"`).join(" or ")}`
        : `leave out all but one, such as "${source}"`,
    });
  }
  refuseUnused(source, spec);
  return source;
}

function refuseUnused(source: Source, spec: DataSpec): void {
  const keys = ["columns", "missing", "onBadRow"] as const;
  const unused = keys.filter((key) => {
    const takers: readonly Source[] = users[key];
    return spec[key] !== undefined && !takers.includes(source);
  });
  if (unused.length === 0) return;
  throw new Refusal(
    unused.map((key) => ({
      code: "unused-key",
      path: ["data", key],
      got: `${key} beside ${source}`,
      need: `${alone[source]}; ${key} is for ${users[key].slice(0, -1).join(", ")} and ${users[key].at(-1)}`,
      try: `leave out "${key}"`,
    })),
  );
}

/** The source whose files end so, where the ending tells. */
const endings: readonly (readonly [RegExp, "csv" | "json"])[] = [
  [/\.csv$/i, "csv"],
  [/\.jsonc?$/i, "json"],
];

/**
 * Checks that a data file's path cannot leave the spec's folder (relative, with forward slashes, no `..`), and that
 * it does not end as a file of another source.
 * @throws {Refusal} path-outside | wrong-source
 */
export function checkPath(source: "csv" | "json", file: string): void {
  const path = ["data", source];
  checkFilePath(file, path);
  const [, meant = source] = endings.find(([ending]) => ending.test(file)) ?? [];
  if (meant === source) return;
  throw new Refusal({
    code: "wrong-source",
    path,
    got: `${quoted(file)}, a ${meant.toUpperCase()} file by its name`,
    need: `a ${source.toUpperCase()} file`,
    try: `"${meant}": ${JSON.stringify(file)}`,
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
