import {
  apply,
  defineOp,
  type Need,
  sameShape,
  scalarShape,
  type Shape,
  type StaticShape,
  type TensorView,
  type Value,
} from "@chainrule/core";
import { add } from "../elementwise/add.js";
import { multiply } from "../elementwise/multiply.js";
import { subtract } from "../elementwise/subtract.js";
import { matmul } from "../linear/matmul.js";
import { transpose } from "../movement/transpose.js";
import { dot, singularValues, type SingularValues } from "./singularVectors.js";
import { sum } from "./sum.js";

export const spectralNormOp = defineOp({
  name: "spectralNorm",
  doc: {
    summary: "largest singular value of a matrix",
    source: "Hestenes, Journal of SIAM 6 (1958) 51",
    names: { torch: "torch.linalg.matrix_norm" },
  },
  inputs: { x: "float" },
  shape({ x }, _, need) {
    checkMatrix(x, need);
    return scalarShape;
  },
  multiplyAdds: ({ x }) => [...x, smallerOf(x)],
  kernel({ x }, output) {
    output.data[0] = normOf(x);
  },
  vjp: { x: (g, { x }) => multiply(g, apply(singularDirectionOp, { x })) },
  samples: [
    { inputs: { x: [2, 3] }, smooth: ({ x }, shapes) => standsOut(x, shapes.x) },
    { inputs: { x: ["N", 2] }, smooth: ({ x }, shapes) => standsOut(x, shapes.x) },
    { inputs: { x: [3, 3] }, smooth: ({ x }, shapes) => standsOut(x, shapes.x) },
    { inputs: { x: [1, "N"] }, smooth: ({ x }, shapes) => standsOut(x, shapes.x) },
  ],
  latex: (m, { x }) => m.norm(x, "2"),
});

export const singularDirectionOp = defineOp({
  name: "singularDirection",
  doc: {
    summary: "u vᵀ of the singular vectors that belong to the largest singular value: its derivative; 0 at 0",
    source: "Watson, Linear Algebra and its Applications 170 (1992) 33",
  },
  inputs: ["x"],
  shape: ({ x }, _, need) => checkMatrix(x, need),
  multiplyAdds: ({ x }) => [...x, smallerOf(x)],
  kernel({ x }, output) {
    const values = singularValues(x);
    writeMatrix(output, values, leading(values), (i, j, { u, v }) => u[i]! * v[j]!);
  },
  vjp: { x: (g, { x }) => singularCurvature(x, g) },
  samples: [
    { inputs: { x: [2, 3] }, smooth: ({ x }, shapes) => standsOut(x, shapes.x) },
    { inputs: { x: ["N", 2] }, smooth: ({ x }, shapes) => standsOut(x, shapes.x) },
  ],
  latex: (m, { x }) => m.call("direction", [x]),
});

export const singularCurvatureOp = defineOp({
  name: "singularCurvature",
  doc: {
    summary:
      "second derivative of the largest singular value of x, applied to t: how singularDirection turns",
    source: "Kato, Perturbation Theory for Linear Operators, 1966, ch. II",
  },
  inputs: ["x", "t"],
  shape({ x, t }, _, need) {
    need(sameShape(x, t), "x = t");
    return checkMatrix(x, need);
  },
  multiplyAdds: ({ x }) => [...x, smallerOf(x)],
  kernel({ x, t }, output) {
    const values = singularValues(x);
    const pair = leading(values);
    const turns = pair && turnsOf(values, pair, t);
    writeMatrix(output, values, pair && turns && { ...pair, ...turns }, (i, j, { u, v, du, dv }) => {
      return du[i]! * v[j]! + u[i]! * dv[j]!;
    });
  },
  vjp: {
    // It is symmetric.
    t: (g, { x }) => singularCurvature(x, g),
    // The third derivative, by perturbation of the eigenvalue σ of [0 X; Xᵀ 0]: what resolves it there is this op.
    x(s, { x, t }, { output: a }) {
      const d = apply(singularDirectionOp, { x });
      const b = singularCurvature(x, s);
      const half = (k: Value, r: Value): Value =>
        subtract(add(product(r, transpose(k), d), product(d, transpose(k), r)), multiply(inner(d, r), k));
      const resolved = singularCurvature(x, add(half(a, s), half(b, t)));
      const crossed = add(product(a, transpose(d), b), product(b, transpose(d), a));
      return subtract(add(crossed, resolved), multiply(inner(a, b), d));
    },
  },
  // Of x itself the curvature is 0, and so is all that differences could tell of it.
  samples: [
    {
      inputs: { x: [2, 3], t: [2, 3] },
      smooth: ({ x, t }, shapes) => standsOut(x, shapes.x) && !isSame(x, t),
    },
    {
      inputs: { x: ["N", 2], t: ["N", 2] },
      smooth: ({ x, t }, shapes) => standsOut(x, shapes.x) && !isSame(x, t),
    },
  ],
  latex: (m, { x, t }) => m.call("curvature", [x, t]),
});

/**
 * Largest singular value of a matrix: how much longer it can make a vector. In float64 whatever the dtype, then rounded once.
 * The derivative is u vᵀ of its singular vectors, and 0 at x = 0; where the largest is there twice, that of one of its pairs.
 * There are derivatives of any order; where it is there twice, the second leaves out what is not finite. The time is that of
 * several singular value decompositions of all columns: for matrices of some hundreds.
 * @param x float32 or float64, of rank 2
 * @returns a scalar ≥ 0; 0 for no elements, Infinity if an element is infinite, NaN if one is NaN
 * @throws {Refusal} shape-mismatch: x is no matrix
 * @see Hestenes, Journal of SIAM 6 (1958) 51; Watson, Linear Algebra and its Applications 170 (1992) 33
 */
export function spectralNorm(x: Value): Value {
  return apply(spectralNormOp, { x });
}

function singularCurvature(x: Value, t: Value): Value {
  return apply(singularCurvatureOp, { x, t });
}

function checkMatrix(x: Shape, need: Need): Shape {
  need(x.length === 2, "x of rank 2, a matrix");
  return x;
}

/** The fewer of rows and columns; the columns where a name leaves it open. */
function smallerOf([rows, columns]: Shape): number | string {
  return typeof rows === "number" && typeof columns === "number" ? Math.min(rows, columns) : columns!;
}

function product(a: Value, b: Value, c: Value): Value {
  return matmul(matmul(a, b), c);
}

/** Σ a ⊙ b */
function inner(a: Value, b: Value): Value {
  return sum(multiply(a, b));
}

function normOf(x: TensorView): number {
  let greatest = 0;
  for (const value of x.data) greatest = Math.max(greatest, Math.abs(value));
  if (!(greatest < Infinity)) return greatest;
  const { values, largest } = singularValues(x);
  return largest < 0 ? 0 : values[largest]!;
}

/** The vectors of the largest singular value, of the matrix as it is decomposed. */
interface Pair {
  readonly sigma: number;
  readonly u: Float64Array;
  readonly v: Float64Array;
}

function leading({ scaled, right, values, largest }: SingularValues): Pair | undefined {
  if (largest < 0) return undefined;
  const sigma = values[largest]!;
  return { sigma, u: scaled[largest]!.map((x) => x / sigma), v: right[largest]! };
}

/** Singular values that rounding cannot tell apart from the largest, as a share of it. */
const tie = 2 ** -46;

/**
 * How u and v turn as the matrix moves by t: σ du = X dv + (T v)⊥, and dv along the other right vectors, each over
 * σ² - σₖ². Directions that tie with the largest are left out.
 */
function turnsOf(
  { isTransposed, scaled, right, values, largest }: SingularValues,
  { sigma, u, v }: Pair,
  t: TensorView,
): { readonly du: Float64Array; readonly dv: Float64Array } {
  const columns = t.shape[1]!;
  const at = (i: number, j: number): number => t.data[isTransposed ? j * columns + i : i * columns + j]!;
  const du = u.map((_, i) => v.reduce((total, x, j) => total + at(i, j) * x, 0));
  const b = v.map((_, j) => u.reduce((total, x, i) => total + at(i, j) * x, 0));
  const a = du.slice();
  takeOff(du, u, dot(u, a));
  const dv = new Float64Array(v.length);
  scaled.forEach((column, k) => {
    if (k === largest) return;
    const other = values[k]!;
    if (other >= sigma * (1 - tie)) {
      takeOff(du, column, dot(column, a) / (other * other));
      return;
    }
    const share = (dot(column, a) + sigma * dot(right[k]!, b)) / ((sigma - other) * (sigma + other));
    takeOff(dv, right[k]!, -share);
    takeOff(du, column, -share);
  });
  return { du: du.map((x) => x / sigma), dv };
}

/** a - share · b, in place. */
function takeOff(a: Float64Array, b: Float64Array, share: number): void {
  for (let i = 0; i < a.length; i++) a[i]! -= share * b[i]!;
}

/** Writes a matrix that is made of vectors of the decomposed one, turned back; 0 where there are none, or NaN. */
function writeMatrix<T>(
  output: TensorView,
  { isTransposed, values }: SingularValues,
  vectors: T | undefined,
  element: (i: number, j: number, vectors: T) => number,
): void {
  const columns = output.shape[1]!;
  const missing = values.every(Number.isFinite) ? 0 : NaN;
  for (let k = 0; k < output.data.length; k++) {
    const [i, j] = [Math.floor(k / columns), k % columns];
    output.data[k] =
      vectors === undefined ? missing : isTransposed ? element(j, i, vectors) : element(i, j, vectors);
  }
}

/** Whether the largest singular value is well apart from the others, and from 0. */
function standsOut(numbers: readonly number[], shape: StaticShape): boolean {
  const { values } = singularValues({ data: Float64Array.from(numbers), shape });
  const [first = 1, second = 0] = [...values].sort((a, b) => b - a);
  return first > 0.5 && first > 1.5 * second;
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length > 0 && a.every((x, i) => x === b[i]);
}
