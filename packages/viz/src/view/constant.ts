import type { GraphNode } from "@chainrule/core";
import { shortJson } from "./call.js";
import { formatNumber } from "../number.js";

/** A scalar constant is called by its value, any other by its id. */
export function constantTitle({ id, attributes }: GraphNode): string {
  const value = attributes["value"];
  return typeof value === "number" ? formatNumber(value) : id;
}

/** The value of a constant that is not called by it. */
export function constantLines({ attributes }: GraphNode): string[] {
  const value = attributes["value"];
  return value === undefined || typeof value === "number" ? [] : [shortJson(value)];
}
