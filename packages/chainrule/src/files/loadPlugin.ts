import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { definePlugin, type Plugin, Refusal, type Registry } from "@chainrule/core";
import { defaultRegistry } from "../registry.js";

/**
 * A registry with the plugins in these files: ES modules whose default export is what `definePlugin` makes.
 * @throws {Refusal} bad-plugin
 */
export async function registryWith(paths: readonly string[], cwd: string): Promise<Registry> {
  let registry = defaultRegistry();
  for (const path of paths) {
    const plugin = await loadPlugin(resolve(cwd, path), path);
    registry = refusing(path, () => registry.with(plugin));
  }
  return registry;
}

async function loadPlugin(file: string, path: string): Promise<Plugin> {
  let module: { readonly default?: unknown };
  try {
    module = (await import(pathToFileURL(file).href)) as typeof module;
  } catch (error) {
    throw badPlugin(path, firstLine(error));
  }
  const plugin = module.default;
  if (!isPlugin(plugin)) throw badPlugin(path, "a module whose default export is no plugin");
  return refusing(path, () => definePlugin(plugin));
}

function isPlugin(value: unknown): value is Plugin {
  return (
    typeof value === "object" &&
    value !== null &&
    "name" in value &&
    typeof value.name === "string" &&
    "version" in value &&
    typeof value.version === "number"
  );
}

/** Runs `work`; a TypeError, with which definitions refuse, becomes a refusal. */
function refusing<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof TypeError) throw badPlugin(path, firstLine(error));
    throw error;
  }
}

function badPlugin(path: string, got: string): Refusal {
  const need = "an ES module with `export default definePlugin({ name, version, … })`";
  return new Refusal({ code: "bad-plugin", at: path, got, need });
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0]!;
}
