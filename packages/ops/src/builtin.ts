import { builtinName, definePlugin, type Op, type Plugin } from "@chainrule/core";
import * as activation from "./activation.js";
import * as blocks from "./blocks.js";
import * as elementwise from "./elementwise.js";
import * as image from "./image.js";
import * as indexing from "./indexing.js";
import * as initialisers from "./initialisers.js";
import * as linear from "./linear.js";
import * as loss from "./loss.js";
import * as metric from "./metric.js";
import * as movement from "./movement.js";
import * as noise from "./noise.js";
import * as normalise from "./normalise.js";
import * as profiles from "./profiles.js";
import * as reduce from "./reduce.js";
import * as rewrites from "./rewrites.js";

/** Everything that comes with the framework: whatever the list of each folder exports. */
export const builtin: Plugin = definePlugin({
  name: builtinName,
  version: 1,
  ops: [
    elementwise,
    activation,
    reduce,
    normalise,
    linear,
    image,
    movement,
    indexing,
    noise,
    loss,
    metric,
  ].flatMap(opsOf),
  blocks: Object.values(blocks),
  initialisers: Object.values(initialisers),
  profiles: Object.values(profiles),
  rewrites: Object.values(rewrites),
});

/** The definitions among a module's exports; the others are their typed calls. */
function opsOf(module: Readonly<Record<string, unknown>>): Op[] {
  return Object.values(module).filter(isOp);
}

function isOp(item: unknown): item is Op {
  return typeof item === "object" && item !== null && "inputs" in item && "samples" in item;
}
