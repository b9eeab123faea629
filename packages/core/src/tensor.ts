import { allocate, type DType, type NumericArray } from "./dtype.js";
import { Refusal } from "./errors.js";
import { show } from "./document/formWords.js";
import { elementCount, formatShape, sameShape, type StaticShape } from "./shape.js";

/** Numbers with a shape and a dtype, row-major. */
export interface Tensor {
  readonly dtype: DType;
  readonly shape: StaticShape;
  readonly data: NumericArray;
}

/** Numbers as JSON writes them: a number, or lists of lists of equal length. */
export type Nested = number | readonly Nested[];

/**
 * Makes a tensor from a number or nested lists.
 * @param shape what the lists must come to; default: what they are
 * @throws {Refusal} ragged | not-a-number | shape-mismatch
 */
export function tensor(values: Nested, dtype: DType = "float64", shape?: StaticShape): Tensor {
  const found = nestedShape(values);
  if (shape !== undefined && !sameShape(shape, found)) {
    throw new Refusal({
      code: "shape-mismatch",
      got: `values of shape ${formatShape(found)}`,
      need: formatShape(shape),
    });
  }
  const data = allocate(dtype, elementCount(found));
  fillFrom(values, found, data, dtype);
  return { dtype, shape: found, data };
}

/**
 * A tensor over flat numbers; `data` is converted to the dtype.
 * @throws {Refusal} shape-mismatch
 */
export function tensorOf(data: ArrayLike<number>, shape: StaticShape, dtype: DType = "float64"): Tensor {
  const count = elementCount(shape);
  if (data.length !== count) {
    const need = `${count}, for shape ${formatShape(shape)}`;
    throw new Refusal({ code: "shape-mismatch", got: `${data.length} numbers`, need });
  }
  const array = allocate(dtype, count);
  array.set(data);
  return { dtype, shape, data: array };
}

/** The numbers as nested lists, ready for JSON. */
export function toNested(value: Tensor): Nested {
  let level: Nested[] = Array.from(value.data);
  for (let axis = value.shape.length - 1; axis > 0; axis--) {
    const size = value.shape[axis]!;
    const count = elementCount(value.shape.slice(0, axis));
    level = Array.from({ length: count }, (_, i) => level.slice(i * size, (i + 1) * size));
  }
  return value.shape.length === 0 ? level[0]! : level;
}

/**
 * The shape that nested lists come to, looking down their first elements.
 * An empty list ends the shape: `[]` is [0].
 */
export function nestedShape(values: Nested): StaticShape {
  const shape: number[] = [];
  let level: Nested = values;
  while (Array.isArray(level)) {
    shape.push(level.length);
    if (level.length === 0) break;
    level = level[0] as Nested;
  }
  return shape;
}

function fillFrom(values: Nested, shape: StaticShape, data: NumericArray, dtype: DType): void {
  let offset = 0;
  const pending: { value: Nested; depth: number }[] = [{ value: values, depth: 0 }];
  while (pending.length > 0) {
    const { value, depth } = pending.pop()!;
    const isList = Array.isArray(value);
    if (isList !== depth < shape.length || (isList && value.length !== shape[depth])) {
      throw new Refusal({
        code: "ragged",
        got: isList ? `a list of ${value.length} at depth ${depth}` : `${show(value)} at depth ${depth}`,
        need: `lists of equal length, shape ${formatShape(shape)}`,
      });
    }
    if (isList) {
      for (let i = value.length - 1; i >= 0; i--)
        pending.push({ value: value[i] as Nested, depth: depth + 1 });
    } else {
      data[offset++] = checkedNumber(value, dtype);
    }
  }
}

function checkedNumber(value: unknown, dtype: DType): number {
  if (typeof value === "number" && fits(value, dtype)) return value;
  throw new Refusal({
    code: "not-a-number",
    got: JSON.stringify(value) ?? "nothing",
    need: `a ${dtype} number`,
  });
}

function fits(value: number, dtype: DType): boolean {
  switch (dtype) {
    case "int32":
      return (value | 0) === value;
    case "bool":
      return value === 0 || value === 1;
    case "float32":
      return !Number.isFinite(value) || Number.isFinite(Math.fround(value));
    case "float64":
      return true;
  }
}
