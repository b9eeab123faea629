import { definePlugin } from "@chainrule/core";
import { swishOp } from "./swish.js";

export { swish } from "./swish.js";

export default definePlugin({ name: "acme", version: 1, ops: [swishOp] });
