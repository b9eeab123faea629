import { reference } from "@chainrule/core";
import { add, multiply, sum } from "@chainrule/ops";
import { expect, test } from "vitest";
import { wasm } from "../engine/wasm.js";
import { evaluateOn, wholeNumbers } from "../testing/evaluateOn.js";

test.each([
  { shape: [2, 2, 2], axis: 0, row: [1, 2] },
  { shape: [2, 3, 4], axis: 0, row: [4] },
  { shape: [5, 3, 4], axis: 0, row: [3, 1] },
  { shape: [2, 3, 4], axis: 2, row: [1, 3] },
  { shape: [3, 2, 5], axis: 2, row: [3, 1] },
])(
  "what a sum along axis $axis of $shape is multiplied by may lie otherwise: $row",
  ({ shape, axis, row }) => {
    const inputs = [wholeNumbers(shape), wholeNumbers(row, "float32", 3)];
    const made = [reference(), wasm(), wasm({ emitter: "interpreter" })].map((engine) =>
      Array.from(evaluateOn(engine, (x, r) => multiply(add(sum(x!, { axes: [axis] }), 1), r!), inputs).data),
    );
    expect(made[1]).toEqual(made[0]);
    expect(made[2]).toEqual(made[0]);
  },
);
