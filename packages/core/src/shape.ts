/** An integer, or a name (`"N"`) that stays open until compile. Two dims are equal only if identical. */
export type Dim = number | string;
export type Shape = readonly Dim[];
/** A shape with every name bound. */
export type StaticShape = readonly number[];

export const scalarShape: Shape = Object.freeze([]);

export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/**
 * The common shape of two operands, aligned at the last axis; only the integer 1 stretches, a name never does.
 * @returns undefined where they do not fit
 */
export function broadcastShapes(a: Shape, b: Shape): Shape | undefined {
  if (b.length === 0 || sameShape(a, b)) return a;
  if (a.length === 0) return b;
  const rank = Math.max(a.length, b.length);
  const result: Dim[] = new Array<Dim>(rank);
  for (let i = 1; i <= rank; i++) {
    const p = a[a.length - i] ?? 1;
    const q = b[b.length - i] ?? 1;
    if (p !== q && p !== 1 && q !== 1) return undefined;
    result[rank - i] = p === 1 ? q : p;
  }
  return result;
}

/** `[N, 784]`, as messages and pictures print it. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

export function isStatic(shape: Shape): shape is StaticShape {
  return shape.every((dim) => typeof dim === "number");
}

/** How many elements a bound shape holds; 1 for a scalar. */
export function elementCount(shape: StaticShape): number {
  // Not a plain product: of dims that overflow to Infinity and a 0 it would be NaN.
  if (shape.includes(0)) return 0;
  let count = 1;
  for (const dim of shape) count *= dim;
  return count;
}

/** Row-major strides, in elements. */
export function stridesOf(shape: StaticShape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return strides;
}

/** Replaces bound names by their integers; unbound ones stay. */
export function bindShape(shape: Shape, dims: Readonly<Record<string, number>>): Shape {
  return shape.map((dim) => (typeof dim === "string" && Object.hasOwn(dims, dim) ? dims[dim]! : dim));
}

/** The axis counted from the front, or undefined where it is out of range. Negative axes count from the end. */
export function normalizeAxis(axis: number, rank: number): number | undefined {
  const front = axis < 0 ? axis + rank : axis;
  return Number.isInteger(front) && front >= 0 && front < rank ? front : undefined;
}
