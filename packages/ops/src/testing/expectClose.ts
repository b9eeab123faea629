import { type Nested, nestedShape } from "@chainrule/core";
import { expect } from "vitest";
import { flat } from "./evaluate.js";

/** Asserts numbers within 1e-12 of those expected (relative, for those above 1), and of their shape. */
export function expectClose(made: Nested, expected: Nested): void {
  expect(nestedShape(made)).toEqual(nestedShape(expected));
  const numbers = flat(made);
  flat(expected).forEach((x, i) => {
    if (Number.isFinite(x))
      expect(Math.abs(numbers[i]! - x), `entry ${i} is ${numbers[i]}, expected ${x}`).toBeLessThanOrEqual(
        1e-12 * Math.max(1, Math.abs(x)),
      );
    else expect(numbers[i]).toBe(x);
  });
}
