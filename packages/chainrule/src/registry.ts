import { builtinName, definePlugin, type Plugin, Registry } from "@chainrule/core";
import { dataPlugin } from "@chainrule/data";
import { builtin } from "@chainrule/ops";
import { optimPlugin } from "@chainrule/optim";
import { draftMigration } from "./migrations/draft.js";
import { languageVersion } from "./topLevel.js";

/** How specs in older versions of the language become specs in this one. */
export const languagePlugin = definePlugin({
  name: builtinName,
  version: languageVersion,
  migrations: [draftMigration],
});

/** A registry of everything that comes with the framework, and of these plugins. */
export function defaultRegistry(...plugins: readonly Plugin[]): Registry {
  return new Registry([builtin, optimPlugin, dataPlugin, languagePlugin, ...plugins]);
}
