import { type Nested, tensor, toNested, type Value } from "@chainrule/core";
import { expect } from "vitest";
import { evaluate, flat } from "./evaluate.js";

/**
 * Asserts that a gradient is that of a function which gives a scalar: within 1e-6, relative, of central differences with
 * step 2⁻¹⁰. They are exact but for rounding where the function is quadratic in the operand or less.
 * @param position which operand the gradient belongs to
 */
export function differences(
  f: (...operands: never[]) => Value,
  operands: readonly Nested[],
  position: number,
  gradient: Nested,
): void {
  const { data, shape, dtype } = tensor(operands[position]!);
  const at = (entry: number, by: number): number => {
    const moved = { shape, dtype, data: data.map((x, i) => (i === entry ? x + by : x)) };
    const given = operands.map((operand, i) => (i === position ? toNested(moved) : operand));
    return evaluate(f as (...inputs: Value[]) => Value, ...given) as number;
  };
  const step = 2 ** -10;
  flat(gradient).forEach((claimed, entry) => {
    const numeric = (at(entry, step) - at(entry, -step)) / (2 * step);
    expect(Math.abs(numeric - claimed), `entry ${entry}`).toBeLessThanOrEqual(
      1e-6 * Math.max(1, Math.abs(claimed)),
    );
  });
}
