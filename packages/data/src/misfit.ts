import { formatShape, type GraphNode, isFloat, type Path, type Problem } from "@chainrule/core";
import type { Field } from "./field.js";
import type { GeneratedColumn } from "./generator.js";

/** An input that is to take a column. */
export interface Taker {
  readonly field: Field;
  readonly input: GraphNode;
}

/**
 * Why an input cannot take a column: a problem with class-count, shape-mismatch, dtype-mismatch or not-a-category.
 * @param what the column is, for messages
 * @returns undefined where it can
 */
export function misfitOf(column: GeneratedColumn, taker: Taker, what: string): Problem | undefined {
  return "classes" in column
    ? classMisfit(column.classes, taker, what)
    : numberMisfit(column.width, taker, what);
}

function classMisfit(classes: number, { field, input }: Taker, what: string): Problem | undefined {
  const { id, dtype } = field;
  const path: Path = ["model", "inputs", id];
  if (field.classes !== undefined && field.width === 1) {
    if (field.classes === classes) return undefined;
    const key = field.oneHot ? "shape" : "classes";
    const value = field.oneHot ? `["N", ${classes}]` : classes;
    return {
      code: "class-count",
      path: [...path, key],
      at: id,
      got: `${field.classes}, as the ${key === "shape" ? "shape" : "classes"} of input ${id} says`,
      need: `${classes}, the classes of ${what}`,
      try: `"${key}": ${value}`,
    };
  }
  if (field.width === 1 && (dtype === "int32" || classes <= 2)) return undefined;
  const category = `"${id}": { "shape": ["N"], "dtype": "int32", "classes": ${classes} }`;
  const isOneHot = isFloat(dtype) && field.rowShape.length === 1 && field.width === classes;
  return {
    code: field.width === 1 ? "class-count" : "shape-mismatch",
    path: isOneHot ? ["data", "encode"] : path,
    at: id,
    got: `${dtype} input ${id} of shape ${formatShape(input.shape)}`,
    need: `an int32 input with classes, or one encoded as oneHot, for the ${classes} classes of ${what}`,
    try: isOneHot ? `"encode": { "${id}": "oneHot" }` : category,
  };
}

function numberMisfit(width: number, { field, input }: Taker, what: string): Problem | undefined {
  const { id, dtype, oneHot } = field;
  const path: Path = ["model", "inputs", id];
  const shape = width === 1 ? '["N"]' : `["N", ${width}]`;
  if (oneHot) {
    return {
      code: "not-a-category",
      path: ["data", "encode", id],
      at: id,
      got: `oneHot for numbers, ${what}`,
      need: "a column of classes",
      try: `leave out "${id}"`,
    };
  }
  if (!isFloat(dtype)) {
    return {
      code: "dtype-mismatch",
      path,
      at: id,
      got: `${dtype} input ${id}`,
      need: `a float input for the numbers of ${what}`,
      try: `"${id}": { "shape": ${shape} }`,
    };
  }
  if (field.width === width) return undefined;
  return {
    code: "shape-mismatch",
    path: [...path, "shape"],
    at: id,
    got: `input ${id} of shape ${formatShape(input.shape)}`,
    need: `${width} ${width === 1 ? "value" : "values"} a row for ${what}`,
    try: `"shape": ${shape}`,
  };
}
