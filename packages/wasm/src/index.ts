export type { Machine } from "./math/machine.js";
