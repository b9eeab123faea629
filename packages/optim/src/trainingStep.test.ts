import { build, Refusal } from "@chainrule/core";
import { expect, test } from "vitest";
import { scaleByLearningRate } from "./scaleByLearningRate.js";
import { trace } from "./optimisers/momentum.js";
import { lineModel } from "./testing/jobs.js";
import { registry } from "./testing/registry.js";
import { trainingStep } from "./trainingStep.js";
import { chain } from "./transform.js";

const graph = build({ name: "line", model: lineModel }, { registry });
const optimiser = chain(trace(0.9), scaleByLearningRate());

/** Two parameters in a scope, and a third that leads nowhere. */
function scoped(names: readonly string[]): ReturnType<typeof build> {
  const params = Object.fromEntries(names.map((name) => [name, { shape: [], value: 1 }]));
  const nodes = { s: { op: "multiply", in: ["a", "b"] }, t: { op: "square", in: ["a"] } };
  return build({ model: { inputs: {}, params, nodes, outputs: { s: "s", t: "t" } } }, { registry });
}

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return `${error.code} ${error.problems[0]!.path?.join(".") ?? ""}`;
  }
  return "nothing thrown";
};

test("a training step is one graph that names every next value", () => {
  const step = trainingStep(graph, { minimise: "loss", optimiser, registry });
  expect(step.updates).toEqual({
    w: "update/w",
    b: "update/b",
    "slot/w/momentum": "update/slot/w/momentum",
    "slot/b/momentum": "update/slot/b/momentum",
  });
  const node = (id: string) => step.nodes.find((item) => item.id === id);
  expect(node("slot/w/momentum")).toMatchObject({ op: "slot", shape: [], attributes: { init: 0 } });
  expect(node("update/w")).toMatchObject({ op: "subtract", in: ["w", "update/w/multiply2"] });
  expect(node("update/@lr")).toMatchObject({ op: "input", shape: [] });
  expect(node("update/@step")).toBeUndefined();
  expect(step.nodes.slice(0, graph.nodes.length)).toEqual(graph.nodes);
});

test("a frozen parameter gets no gradient, no slot and no update", () => {
  const step = trainingStep(graph, { minimise: "loss", freeze: ["b"], optimiser, registry });
  expect(Object.keys(step.updates)).toEqual(["slot/w/momentum", "w"]);
  expect(step.nodes.filter(({ of, id }) => of === "b" || id.startsWith("slot/b"))).toEqual([]);
});

test("weights of outputs make a node objective", () => {
  const step = trainingStep(scoped(["a", "b"]), { minimise: { s: 0.5, t: 1 }, optimiser, registry });
  expect(step.outputs["objective"]).toBe("objective");
  expect(step.nodes.find(({ id }) => id === "objective")).toMatchObject({
    op: "add",
    in: ["objective/multiply", "t"],
  });
  expect(step.updates["a"]).toBe("update/a");
});

test("refusals of a training step", () => {
  const attempt = (options: object, of = graph) =>
    codeOf(() => trainingStep(of, { minimise: "loss", optimiser, registry, ...options }));
  expect(attempt({ minimise: "los" })).toBe("unknown-output minimise");
  expect(attempt({ minimise: { loss: 1, lost: 2 } })).toBe("unknown-output minimise.lost");
  expect(attempt({ minimise: {} })).toBe("empty-objective minimise");
  expect(attempt({ minimise: "prediction" })).toBe("not-scalar minimise");
  expect(attempt({ freeze: ["w", "enc/**"] })).toBe("unmatched-glob freeze.1");
  expect(attempt({ freeze: ["*"] })).toBe("nothing-to-train freeze");
  expect(attempt({ minimise: "t" }, scoped(["a", "b"]))).toBe("unreachable minimise");
});
