import { builtinName, definePlugin } from "@chainrule/core";
import * as generators from "./generators.js";

/** The generators of this package, for a registry: `new Registry([…, dataPlugin])`. */
export const dataPlugin = definePlugin({
  name: builtinName,
  version: 1,
  generators: Object.values(generators),
});
