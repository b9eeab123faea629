import { formatShape, type GraphNode, isFloat, type Path, type Problem, Refusal } from "@chainrule/core";
import { type Field, ownValue } from "./field.js";
import type { Generated, GeneratedColumn } from "./generator.js";
import type { DataSpec } from "./section.js";
import { listed, nearTo, quoted } from "./words.js";

/** The column of a generator that an input takes. */
export interface GeneratedBinding {
  readonly field: Field;
  readonly column: string;
}

interface Taker {
  readonly field: Field;
  readonly input: GraphNode;
}

/**
 * The column that an input takes: the one that `columns` names, else that of its own name. Numbers are for a float
 * input with as many elements a row; classes for an int32 input, for a float one encoded as oneHot, and two of
 * them, as 0 and 1, for any input of one value a row.
 * @throws {Refusal} unbound-input | unknown-column | column-count | class-count | shape-mismatch | dtype-mismatch
 */
export function takenColumn(name: string, generated: Generated, spec: DataSpec, taker: Taker): string {
  const { id } = taker.field;
  const given = ownValue(spec.columns, id);
  const path: Path = ["data", "columns", id];
  if (Array.isArray(given) && given.length > 1) {
    throw new Refusal({
      code: "column-count",
      path,
      got: `${given.length} columns`,
      need: `one column of generator ${name}, which is taken whole: ${columnList(generated)}`,
      ...suggested(generated, taker),
    });
  }
  const column = given === undefined ? id : [given].flat()[0]!;
  const made = ownValue(generated.columns, column);
  if (made === undefined) {
    const need = `a column of generator ${name}: ${columnList(generated)}`;
    const fitting = suggested(generated, taker);
    throw new Refusal(
      given === undefined
        ? {
            code: "unbound-input",
            path: ["data", "columns"],
            at: id,
            got: `no column for input ${id} of shape ${formatShape(taker.input.shape)}`,
            need,
            ...(fitting.try !== undefined && { try: `"columns": { ${JSON.stringify(id)}: ${fitting.try} }` }),
          }
        : {
            code: "unknown-column",
            path: typeof given === "string" ? path : [...path, 0],
            got: quoted(column),
            need,
            ...fitting,
            ...nearTo(column, Object.keys(generated.columns)),
          },
    );
  }
  const misfit = misfitOf(made, taker, `column ${column} of generator ${name}`);
  if (misfit !== undefined) throw new Refusal(misfit);
  return column;
}

function columnList({ columns }: Generated): string {
  return listed(Object.keys(columns));
}

/** The first column that an input could take. */
function suggested({ columns }: Generated, taker: Taker): { try?: string } {
  const fitting = Object.entries(columns).find(([, column]) => misfitOf(column, taker, "") === undefined);
  return fitting === undefined ? {} : { try: JSON.stringify(fitting[0]) };
}

/** Why an input cannot take a column; undefined where it can. */
function misfitOf(column: GeneratedColumn, taker: Taker, what: string): Problem | undefined {
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
