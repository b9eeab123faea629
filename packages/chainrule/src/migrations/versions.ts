import {
  builtinName,
  isObject,
  type Json,
  type Path,
  type Plugin,
  type Problem,
  type Registry,
} from "@chainrule/core";
import { languageVersion } from "../topLevel.js";
import { version as packageVersion } from "../version.js";
import { wayBetween } from "./migration.js";

/** Where a document says its version; undefined where it says none. */
export function statedVersion(document: Json): { readonly path: Path; readonly version: Json } | undefined {
  if (!isObject(document)) return undefined;
  const { chainrule, version } = document;
  if (chainrule !== undefined) return { path: ["chainrule"], version: chainrule };
  // The draft's key. It means nothing in any later version.
  return version === 0 ? { path: ["version"], version: 0 } : undefined;
}

/** Whether a version is one that migrations may lead from. */
export function isOlder(version: Json): version is number {
  return Number.isInteger(version) && Number(version) >= 0 && Number(version) < languageVersion;
}

/**
 * What is wrong with the version that a document states.
 * @param file its name, for the command that migrates it
 */
export function languageProblems(document: Json, registry: Registry, file: string): Problem[] {
  const example = { try: `"chainrule": ${languageVersion}` };
  const stated = statedVersion(document);
  if (stated === undefined) {
    const need = "the version of the language that the spec is written in";
    return [{ code: "missing-key", path: [], got: 'no "chainrule"', need, ...example }];
  }
  const { path, version } = stated;
  if (version === languageVersion) return [];
  const problem = { code: "unsupported-version", path, got: `version ${JSON.stringify(version)}` };
  const need = `version ${languageVersion}`;
  if (isOlder(version)) {
    const way = wayBetween(registry.all("migrations"), builtinName, version, languageVersion);
    return [{ ...problem, need, ...(way !== undefined && { try: migrateCommand(file) }) }];
  }
  const isNewer = Number.isInteger(version) && Number(version) > languageVersion;
  if (!isNewer) return [{ ...problem, need, ...example }];
  return [
    {
      ...problem,
      need: `${need}, or a chainrule newer than ${packageVersion} for version ${String(version)}`,
    },
  ];
}

/** What is missing or of another version, of the plugins that a spec needs. */
export function pluginProblems(
  needed: Readonly<Record<string, number>>,
  registry: Registry,
  file: string,
): Problem[] {
  return Object.entries(needed).flatMap(([name, version]): Problem[] => {
    const loaded = registry.plugins.filter((plugin) => plugin.name === name);
    if (loaded.some((plugin) => plugin.version === version)) return [];
    const migrations = registry.all("migrations");
    const isOld = loaded.some(
      (plugin) => wayBetween(migrations, name, version, plugin.version) !== undefined,
    );
    return [
      {
        code: "missing-plugin",
        path: ["plugins", name],
        got: loaded.length === 0 ? `${name} is not loaded` : `${name} ${versionsOf(loaded)}`,
        need: `${name} ${version}`,
        try: isOld ? migrateCommand(file) : "--plugin PATH",
      },
    ];
  });
}

function versionsOf(plugins: readonly Plugin[]): string {
  return plugins.map(({ version }) => version).join(" and ");
}

function migrateCommand(file: string): string {
  return `chainrule migrate ${file}`;
}
