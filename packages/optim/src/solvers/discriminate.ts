import { type FloatDType, Refusal } from "@chainrule/core";
import { type AffineSystem, interceptsOf, type Unknown } from "./affineSystem.js";
import { gaussianClassesOf, linearDiscriminant } from "./linearDiscriminant.js";
import { precisions, singular } from "./singular.js";

/**
 * The linear discriminant of two classes, as what a system's logit is made of.
 * @param id of the logit
 * @throws {Refusal} not-one-unit | bad-classes | singular-system
 */
export function discriminate(system: AffineSystem, dtype: FloatDType, id: string): Float64Array {
  const { unknowns, target } = system;
  const { weights, bias } = unitOf(system, id);
  refuseLabels(target);
  const classes = gaussianClassesOf(
    weights.map(({ column }) => column),
    target,
  );
  // What is left of a dependent feature: of sums the rounding, and of features that are exact to ε the ε².
  const rows = target.length;
  const precision = Math.max(2 ** -52 * Math.sqrt(rows), precisions[dtype] ** 2 * rows);
  const found = linearDiscriminant({ ...classes, precision });
  if ("dependent" in found) throw singular(weights[found.dependent]!, rows, unknowns.length);
  const values = new Map<Unknown, number>(weights.map((unknown, j) => [unknown, found.weights[j]!]));
  values.set(bias, found.bias / bias.column[0]!);
  return Float64Array.from(unknowns, (unknown) => values.get(unknown)!);
}

/** The weights of a unit and its bias. */
interface Unit {
  readonly weights: readonly Unknown[];
  readonly bias: Unknown;
}

/** @throws {Refusal} not-one-unit */
function unitOf(system: AffineSystem, id: string): Unit {
  const { unknowns, width, offset } = system;
  const intercepts = interceptsOf(system);
  const biases = unknowns.filter(({ parameter }) => intercepts.has(parameter));
  const weights = unknowns.filter(({ parameter }) => !intercepts.has(parameter));
  const [bias] = biases;
  const isWhole = offset.every((x) => x === 0);
  const isUnit = width === 1 && isWhole && biases.length === 1 && bias!.column[0] !== 0;
  if (isUnit) return { weights, bias: bias! };
  const parts = `${counted(weights.length, "weight")} and ${counted(biases.length, "bias")}`;
  throw new Refusal({
    code: "not-one-unit",
    path: ["optimiser", "method"],
    at: id,
    got:
      width === 1 ? `${parts}${isWhole ? "" : ", and a part that is not trained"}` : `${width} numbers a row`,
    need: "one number a row, x w + b, of which all of w and one b are trained",
  });
}

function counted(count: number, noun: "weight" | "bias"): string {
  return `${count} ${noun}${count === 1 ? "" : noun === "bias" ? "es" : "s"}`;
}

function refuseLabels(labels: Float64Array): void {
  const other = labels.find((y) => y !== 0 && y !== 1);
  const only = labels.every((y) => y === labels[0]) ? labels[0] : undefined;
  if (other === undefined && only === undefined) return;
  throw new Refusal({
    code: "bad-classes",
    path: ["optimiser", "method"],
    got: other === undefined ? `rows of class ${only} alone` : `a row of class ${other}`,
    need: "rows of class 0 and rows of class 1",
  });
}
