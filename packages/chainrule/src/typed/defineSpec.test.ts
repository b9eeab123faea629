import { expect, test } from "vitest";
import { checkExpectations, defineSpec, graphToJson, openSpec, Refusal, type Spec } from "../index.js";

const spec = defineSpec({
  chainrule: 1,
  name: "line",
  dtype: "float64",
  model: {
    inputs: { x: { shape: ["N"] }, y: { shape: ["N"] } },
    params: { w: { shape: [], value: 0 } },
    nodes: {
      f: { op: "multiply", in: ["w", "x"] },
      loss: { op: "squaredError", in: ["f", "y"], scale: 1, reduction: "mean" },
    },
    outputs: { prediction: "f", loss: "loss" },
  },
  data: { examples: { x: [1, 2], y: [2, 4] } },
  train: {
    minimise: "loss",
    batch: { size: "full" },
    optimiser: { type: "sgd", lr: 0.2 },
    stop: [{ steps: 1 }],
  },
  // From 0 the gradient is -2·(1·2 + 2·4)/2 = -10, so w becomes 2 in one step of 0.2.
  expect: [{ value: "w", at: "end", equals: 2 }],
});

test("a spec in code opens as its JSON does, and trains", () => {
  const project = openSpec(spec);
  const fromText = openSpec(JSON.stringify(spec));
  expect(graphToJson(project.graph)).toBe(graphToJson(fromText.graph));
  expect(checkExpectations(project.job, project.spec.expect!).map(({ isMet }) => isMet)).toEqual([true]);
});

test("what is refused in an object keeps its path, and has no lines", () => {
  const wrong = { ...spec, model: { ...spec.model, outputs: { loss: "los" } } } as Spec;
  const refused = (): unknown => openSpec(wrong, "line.ts");
  expect(refused).toThrow(Refusal);
  expect(refused).toThrow(
    expect.objectContaining({
      problems: [
        expect.objectContaining({
          code: "unknown-node",
          file: "line.ts",
          path: ["model", "outputs", "loss"],
        }),
      ],
    }),
  );
  expect(refused).toThrow(/^line\.ts model\.outputs\.loss {2}unknown-node/);
});

test("nobody can change a spec under an open project", () => {
  const own = structuredClone<Spec>(spec);
  const project = openSpec(own);
  Object.assign(own.model.outputs, { loss: "f" });
  expect(project.spec.model.outputs).toEqual({ prediction: "f", loss: "loss" });
});
