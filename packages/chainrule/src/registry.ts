import { type Plugin, Registry } from "@chainrule/core";
import { dataPlugin } from "@chainrule/data";
import { builtin } from "@chainrule/ops";
import { optimPlugin } from "@chainrule/optim";

/** A registry of everything that comes with the framework, and of these plugins. */
export function defaultRegistry(...plugins: readonly Plugin[]): Registry {
  return new Registry([builtin, optimPlugin, dataPlugin, ...plugins]);
}
