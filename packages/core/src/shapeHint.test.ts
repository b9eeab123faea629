import { expect, test } from "vitest";
import { Builder } from "./builder.js";
import type { Source } from "./graph.js";
import type { Shape } from "./shape.js";
import { shapeHint } from "./shapeHint.js";
import { testRegistry as registry } from "./testing/testOps.js";
import type { Value } from "./value.js";

const builder = new Builder({ registry, dtype: "float64" });
const source = (op: Source, id: string, shape: Shape): Value => builder.source(op, id, shape, "float64");
const x = source("input", "x", ["N", 784]);
const y = source("input", "y", ["N"]);
const W = source("parameter", "W", [748, 128]);
const inner = source("parameter", "hidden/W", [748, 128]);
const h = builder.name(builder.call(registry.get("ops", "tanh"), [x]), "h");

test.each<[string, string, Value, Value, string | undefined]>([
  ["an input, by a dim of the other side", "a[1] = b[0]", x, W, '"inputs.x.shape": ["N", 748]'],
  ["an input on either side", "a[0] = b[1]", W, x, '"inputs.x.shape": ["N", 748]'],
  ["a parameter where no input is", "a[1] = b[0]", h, W, '"params.W.shape": [784, 128]'],
  ["the whole shape", "a = b, without broadcasting", h, y, '"inputs.y.shape": ["N", 784]'],
  ["nothing inside an instance", "a[1] = b[0]", h, inner, undefined],
  ["no name in the shape of a parameter", "a = b", h, W, undefined],
  ["no dim that is not there", "a[1] = b[0]", y, W, undefined],
  ["nothing where the need is in other words", "x of rank 1 for ord 2", x, W, undefined],
  ["nothing where a side is no input of the op", "g = b", x, W, undefined],
])("%s", (_, need, a, b, line) => {
  expect(shapeHint(need, ["a", "b"], [a, b])).toEqual(line === undefined ? {} : { try: line });
});
