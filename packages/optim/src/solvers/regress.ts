import type { FloatDType } from "@chainrule/core";
import { type AffineSystem, interceptsOf } from "./affineSystem.js";
import { leastSquares } from "./leastSquares.js";
import { precisions, singular } from "./singular.js";

/**
 * What makes the squared errors least, and with a ridge the squares of all unknowns but the biases' beside them.
 * @throws {Refusal} singular-system
 */
export function regress(system: AffineSystem, dtype: FloatDType, ridge: number): Float64Array {
  const { unknowns, offset } = system;
  const intercepts = interceptsOf(system);
  const solve = (penalty: number) =>
    leastSquares({
      columns: unknowns.map(({ column }) => column),
      target: system.target.map((y, i) => y - offset[i]!),
      penalties: unknowns.map(({ parameter }) => (intercepts.has(parameter) ? 0 : penalty)),
      precision: precisions[dtype],
    });
  const found = solve(ridge);
  if ("solution" in found) return found.solution;
  const helps = ridge === 0 && "solution" in solve(1e-3);
  throw singular(
    unknowns[found.dependent]!,
    offset.length,
    unknowns.length,
    helps ? '"ridge": 0.001' : undefined,
  );
}
