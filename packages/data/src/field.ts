import {
  defaultLimits,
  elementCount,
  formatShape,
  type DType,
  type GraphNode,
  isFloat,
  isStatic,
  type Limits,
  allocate,
  Refusal,
  type StaticShape,
  type Tensor,
} from "@chainrule/core";
import type { DataSpec } from "./section.js";

/** What one input of a graph takes from each row. */
export interface Field {
  readonly id: string;
  readonly dtype: DType;
  /** Shape of one row of its tensor. */
  readonly rowShape: StaticShape;
  /** How many values a row gives: the elements of `rowShape`, or 1 where `oneHot` makes them. */
  readonly width: number;
  /** For a category, how many classes; undefined for plain numbers. */
  readonly classes: number | undefined;
  readonly oneHot: boolean;
}

/**
 * Reads an input node as a field. An int32 input with `classes` is a category, and so is a float input that the
 * spec encodes as `oneHot`; every other input takes numbers.
 * @throws {Refusal} unbound-dim | batch-axis | bad-encoding
 */
export function fieldOf(input: GraphNode, spec: Pick<DataSpec, "encode">): Field {
  const { id, dtype, shape, attributes } = input;
  const rowShape = shape[0] === "N" ? shape.slice(1) : shape;
  if (!isStatic(rowShape)) {
    const batchWithin = rowShape.includes("N");
    throw new Refusal({
      code: batchWithin ? "batch-axis" : "unbound-dim",
      at: id,
      got: `input ${id} of shape ${formatShape(shape)}`,
      need: batchWithin ? "the batch N as the first dim of an input that data feeds" : "integers after N",
      try: batchWithin
        ? `"shape": [${["N", ...rowShape]
            .filter((dim, i) => i === 0 || dim !== "N")
            .map((dim) => JSON.stringify(dim))
            .join(", ")}]`
        : `"dims": { ${JSON.stringify(rowShape.find((dim) => typeof dim === "string"))}: 2 }`,
    });
  }
  const oneHot = ownValue(spec.encode, id) === "oneHot";
  if (oneHot && !(isFloat(dtype) && rowShape.length === 1)) {
    throw new Refusal({
      code: "bad-encoding",
      path: ["data", "encode", id],
      at: id,
      got: `oneHot for ${dtype} input ${id} of shape ${formatShape(shape)}`,
      need: "a float input of shape [N, classes]",
      ...(dtype === "int32" && {
        try: `leave out data.encode.${id}: an int32 input with classes takes the class number`,
      }),
    });
  }
  const classes = oneHot
    ? rowShape[0]
    : dtype === "int32" && typeof attributes["classes"] === "number"
      ? attributes["classes"]
      : undefined;
  return { id, dtype, rowShape, width: oneHot ? 1 : elementCount(rowShape), classes, oneHot };
}

/**
 * Makes a field's tensor, rows along axis 0.
 * @param valueAt a number, or the class's number for a category
 * @throws {Refusal} too-many-elements
 */
export function fillTensor(
  field: Field,
  rows: number,
  valueAt: (row: number, cell: number) => number,
  limits: Limits = defaultLimits,
): Tensor {
  const shape = [rows, ...field.rowShape];
  const size = elementCount(shape);
  if (size > limits.elements) {
    throw new Refusal({
      code: "too-many-elements",
      at: field.id,
      got: `${formatShape(shape)}, ${size} elements`,
      need: `at most ${limits.elements}`,
    });
  }
  const data = allocate(field.dtype, size);
  const stride = rows === 0 ? 0 : size / rows;
  for (let row = 0; row < rows; row++) {
    if (field.oneHot) data[row * stride + valueAt(row, 0)] = 1;
    else for (let cell = 0; cell < stride; cell++) data[row * stride + cell] = valueAt(row, cell);
  }
  return { dtype: field.dtype, shape, data };
}

/** A record's own value; never something inherited, such as `constructor`. */
export function ownValue<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
