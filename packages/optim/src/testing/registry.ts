import { Registry } from "@chainrule/core";
import { builtin } from "@chainrule/ops";
import { optimPlugin } from "../plugin.js";

/** Every built-in op and block, and this package's optimisers and schedules. */
export const registry = new Registry([builtin, optimPlugin]);
