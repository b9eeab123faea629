import type { Json } from "@chainrule/core";
import type { Change } from "./change.js";

/**
 * How documents of one version become documents of the next. The language's and the built-in ops' migrations are
 * those of the plugin `chainrule`; a plugin brings its own: `migrations: [defineMigration({ … })]`.
 */
export interface Migration {
  /** `acme.1to2`; made by {@link defineMigration}. */
  readonly name: string;
  /** The plugin whose version it raises, or `chainrule`. */
  readonly plugin: string;
  readonly from: number;
  readonly to: number;
  readonly doc: { readonly summary: string };
  /**
   * What is to be changed, from the document's value alone. All paths are those of the document as it is handed in;
   * where nothing stands, nothing is renamed or removed.
   * The version itself is raised by whoever applies the migration.
   */
  changes(document: Json): readonly Change[];
}

declare module "@chainrule/core" {
  interface Contributions {
    migrations: Migration;
  }
}

/**
 * Declares a migration.
 * @throws {TypeError} versions that do not rise
 */
export function defineMigration(migration: Omit<Migration, "name">): Migration {
  const { plugin, from, to } = migration;
  if (!(Number.isInteger(from) && Number.isInteger(to) && 0 <= from && from < to)) {
    throw new TypeError(
      `migration of ${plugin} from ${from} to ${to}: the versions must be integers that rise`,
    );
  }
  return Object.freeze({ ...migration, name: `${plugin}.${from}to${to}` });
}

/**
 * The migrations that lead a plugin's documents from one version to another, one after the other; undefined where
 * none do.
 */
export function wayBetween(
  migrations: readonly Migration[],
  plugin: string,
  from: number,
  to: number,
): readonly Migration[] | undefined {
  const way: Migration[] = [];
  for (let at = from; at !== to; at = way.at(-1)!.to) {
    // The longest step that does not lead past the end.
    const next = migrations
      .filter((item) => item.plugin === plugin && item.from === at && item.to <= to)
      .sort((a, b) => b.to - a.to)[0];
    if (next === undefined) return undefined;
    way.push(next);
  }
  return way;
}
