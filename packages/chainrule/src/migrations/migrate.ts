import {
  builtinName,
  defaultLimits,
  type Json,
  type Limits,
  parseDocument,
  type Path,
  Refusal,
  type Registry,
  type SourceDocument,
  valueAt,
} from "@chainrule/core";
import { defaultRegistry } from "../registry.js";
import { languageVersion } from "../topLevel.js";
import { applyChanges } from "./applyChanges.js";
import { type Change, renameKey, setValue } from "./change.js";
import { type Migration, wayBetween } from "./migration.js";
import { keysAt } from "./places.js";
import { isOlder, languageProblems, pluginProblems, statedVersion } from "./versions.js";

export interface MigrateOptions {
  /** Holds the migrations. Default: all that comes with the framework. */
  readonly registry?: Registry;
  readonly limits?: Limits;
  /** What messages call the text. */
  readonly file?: string;
}

/** One migration that was applied. */
export interface MigrationStep {
  readonly migration: Migration;
  /** What it changed, the version included; paths of the document as it was before this step. */
  readonly changes: readonly Change[];
}

/** A text of today's versions, and how it came to be. */
export interface Migrated {
  readonly text: string;
  /** None where the text was current. */
  readonly steps: readonly MigrationStep[];
}

/**
 * Brings the text of a spec to the versions of the language and the plugins that are loaded. What no migration
 * changes stays as it was written, comments included.
 * @throws {Refusal} as `parseDocument` does; missing-key | unsupported-version | missing-plugin, where no
 *   migrations lead; conflict | bad-migration
 */
export function migrateSpec(text: string, options: MigrateOptions = {}): Migrated {
  const { registry = defaultRegistry(), limits = defaultLimits, file = "spec.json" } = options;
  const start = parseDocument(text, file, limits);
  const migration = new Migrating(text.replace(/^\uFEFF/, ""), start, limits);
  const stated = statedVersion(start.value);
  const problems = languageProblems(start.value, registry, file);
  if (stated !== undefined && isOlder(stated.version)) {
    migration.follow(registry, builtinName, stated.version, languageVersion, problems, stated.path);
  } else if (problems.length > 0) throw start.place(new Refusal(problems));
  for (const name of keysAt(migration.value, ["plugins"])) {
    const path = ["plugins", name];
    const needed = valueAt(migration.value, path);
    if (typeof needed !== "number") continue;
    const missing = pluginProblems({ [name]: needed }, registry, file);
    const loaded = registry.plugins.filter((plugin) => plugin.name === name).map(({ version }) => version);
    if (missing.length > 0) migration.follow(registry, name, needed, Math.max(...loaded), missing, path);
  }
  return { text: migration.text, steps: migration.steps };
}

/** A text on its way through migrations. */
class Migrating {
  text: string;
  readonly steps: MigrationStep[] = [];
  #document: SourceDocument;
  readonly #limits: Limits;

  constructor(text: string, document: SourceDocument, limits: Limits) {
    this.text = text;
    this.#document = document;
    this.#limits = limits;
  }

  get value(): Json {
    return this.#document.value;
  }

  /** Applies the migrations of a plugin from one version to another; `problems` are thrown where none lead. */
  follow(
    registry: Registry,
    plugin: string,
    from: number,
    to: number,
    problems: Refusal["problems"],
    path: Path,
  ): void {
    const way = wayBetween(registry.all("migrations"), plugin, from, to);
    if (way === undefined) throw this.#placed(new Refusal(problems));
    // The draft's version had another key, for the first of the migrations only.
    way.forEach((migration, i) =>
      this.#apply(migration, i === 0 ? path : plugin === builtinName ? ["chainrule"] : path),
    );
  }

  #apply(migration: Migration, path: Path): void {
    const version = [setValue(path, migration.to)];
    if (path.length === 1 && path[0] !== "chainrule") version.unshift(renameKey(path, "chainrule"));
    try {
      // An attribute that was left out needs no new name.
      const isThere = ({ kind, path: at }: Change): boolean =>
        kind === "set" || valueAt(this.value, at) !== undefined;
      const changes = [...version, ...migration.changes(this.value).filter(isThere)];
      const text = applyChanges(this.text, changes, this.#limits);
      this.#document = parseDocument(text, this.#document.file, this.#limits);
      this.text = text;
      this.steps.push({ migration, changes });
    } catch (error) {
      // Two keys for one are in the document; a text that cannot be read is the migration's making.
      const isOfDocument = error instanceof Refusal && error.code === "conflict";
      throw isOfDocument ? this.#placed(error) : broken(migration, error);
    }
  }

  /** Lines are known of the text that the person wrote, not of what came between. */
  #placed(refusal: Refusal): Refusal {
    return this.steps.length === 0 ? this.#document.place(refusal) : refusal;
  }
}

function broken({ name, from }: Migration, error: unknown): Refusal {
  const got = (error instanceof Error ? error.message.split("\n")[0]! : String(error)).replaceAll(
    /\s+/g,
    " ",
  );
  const need = `a migration that can change any document of version ${from}`;
  return new Refusal({ code: "bad-migration", at: name, got, need });
}
