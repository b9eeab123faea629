import type { Tensor } from "@chainrule/core";
import { formatTensor, matrixCells } from "../number.js";
import type { Note } from "./model.js";

/** A tensor, or that there is no path, as a picture tells it. */
export function noteOf(value: Tensor | "no path"): Note {
  if (value === "no path") return { state: "no path", lines: ["no path"] };
  if (value.data.length > 0 && value.data.every((x: number) => x === 0))
    return { state: "zero", lines: ["exactly 0"] };
  const cells = matrixCells(value);
  return { state: "value", lines: formatTensor(value), ...(cells && { cells }) };
}
