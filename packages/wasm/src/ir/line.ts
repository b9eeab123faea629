import type { FunctionName } from "@chainrule/core";
import type { MachineLine } from "../math/trace.js";
import type { Element } from "./program.js";

/** Finds the straight line of steps that a function stands for. */
export type LineOf = (name: FunctionName, element: Element) => MachineLine;
