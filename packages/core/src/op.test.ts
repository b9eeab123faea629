import { expect, test } from "vitest";
import { attribute } from "./attribute.js";
import { defineBlock } from "./spec/block.js";
import { defineOp, inputKind, inputNames, ownInputNames, resultType } from "./op.js";

const base = { name: "square", doc: { summary: "x²" }, samples: [{ inputs: { x: [] } }] } as const;

test("a definition must be whole", () => {
  const inputs = ["x"] as const;
  const formula = <T>(_: unknown, { x }: { readonly x: T }): T => x;
  const vjp = { x: null };
  expect(() =>
    defineOp({ ...base, inputs, formula, attributes: { in: attribute.number({ doc: "" }) } }),
  ).toThrow('op square: attribute name "in" is reserved');
  expect(() => defineOp({ ...base, name: "My op", inputs, formula })).toThrow("not a camelCase identifier");
  expect(() => defineOp({ ...base, inputs })).toThrow("give formula, decompose or kernel");
  expect(() => defineOp({ ...base, inputs, decompose: ({ x }) => x })).toThrow("give shape, or a formula");
  expect(() => defineOp({ ...base, inputs, shape: ({ x }) => x, kernel: () => {} })).toThrow(
    "kernel without decompose requires vjp",
  );
  expect(() => defineOp({ ...base, inputs, formula, samples: [] })).toThrow("give samples");
  const ambient = ["step"] as const;
  expect(() => defineOp({ ...base, inputs, formula, ambient })).toThrow("the last of the inputs");
  const samples = [{ inputs: { x: [], step: [] } }];
  expect(() => defineOp({ ...base, inputs: ["x", "step"], samples, formula, ambient })).toThrow(
    "give inEval",
  );
  expect(Object.isFrozen(defineOp({ ...base, inputs, shape: ({ x }) => x, kernel: () => {}, vjp }))).toBe(
    true,
  );
});

test("a block's arguments cannot have the names that a node keeps for itself", () => {
  const body = () => ({ inputs: {}, nodes: {}, output: "x" });
  expect(() =>
    defineBlock({
      name: "b",
      doc: { summary: "" },
      arguments: { repeat: attribute.integer({ doc: "" }) },
      body,
    }),
  ).toThrow('block b: argument name "repeat" is reserved');
});

test("inputs are floats unless they say otherwise, and attributes may have the last word", () => {
  const listed = defineOp({ ...base, inputs: ["x"], formula: (_, { x }) => x });
  expect(inputNames(listed)).toEqual(["x"]);
  expect(inputKind(listed, "x", {})).toBe("float");
  const kinds = defineOp({
    ...base,
    inputs: { x: "float", i: "int" },
    samples: [{ inputs: { x: [], i: [] } }],
    kinds: (): { i?: "float" } => ({ i: "float" }),
    formula: (_, { x }) => x,
  });
  expect(inputNames(kinds)).toEqual(["x", "i"]);
  expect(inputKind(kinds, "i", {})).toBe("float");
});

test("a result has the dtype of the first float input, unless it is declared", () => {
  const plain = defineOp({ ...base, inputs: ["x"], formula: (_, { x }) => x });
  expect(resultType(plain, [{ dtype: "int32" }, { dtype: "float32" }], {}, "float64")).toBe("float32");
  expect(resultType(plain, [{ dtype: "int32" }], {}, "float64")).toBe("int32");
  expect(resultType(plain, [], {}, "float64")).toBe("float64");
  expect(resultType({ ...plain, result: "float" }, [{ dtype: "int32" }], {}, "float32")).toBe("float32");
  expect(resultType({ ...plain, result: "bool" }, [{ dtype: "float32" }], {}, "float32")).toBe("bool");
});

test("a result's dtype may depend on attributes", () => {
  const chosen = defineOp({
    ...base,
    inputs: ["x"],
    attributes: { whole: attribute.boolean({ doc: "" }) },
    result: ({ whole }) => (whole ? "int32" : "float"),
    formula: (_, { x }) => x,
  });
  expect(resultType(chosen, [{ dtype: "float64" }], { whole: true }, "float32")).toBe("int32");
  expect(resultType(chosen, [{ dtype: "float64" }], { whole: false }, "float32")).toBe("float32");
});

test("an ambient input is the graph's own, and no caller has to give it", () => {
  const noisy = defineOp({
    ...base,
    inputs: ["x", "step"],
    ambient: ["step"],
    samples: [{ inputs: { x: [], step: [] } }],
    formula: (m, { x, step }) => m.add(x, step),
    inEval: ({ x }) => x,
  });
  expect(ownInputNames(noisy)).toEqual(["x"]);
  expect(inputNames(noisy)).toEqual(["x", "step"]);
});
