import {
  type BuildSpec,
  createState,
  differentiate,
  draws,
  findNode,
  graphFromJson,
  graphHash,
  graphToJson,
  type Nested,
  stateHash,
} from "@chainrule/core";
import { expect, test } from "vitest";
import { rrelu } from "../activation.js";
import { multiply } from "../elementwise.js";
import { evaluate, flat, gradients, refusal, registry, withShapes } from "../testing/evaluate.js";
import { built, throughUnits, valuesAt } from "../testing/randomUnits.js";

const fixed = { lower: 0.125, upper: 0.375, form: "multiply", stream: "r", seed: 1, step: 1 } as const;
const bounds = { lower: 0.125, upper: 0.375, form: "multiply" };

/** -x · w, through random units of these names, and the sum of it all. */
function model(units: Record<string, object> = { r: bounds }): BuildSpec {
  return throughUnits("rrelu", units, { shape: [4], value: [-1, -1, -1, 1] });
}

test("what is drawn is spread evenly between the bounds, and what is above 0 stays", () => {
  const made = flat(
    evaluate(
      (x) => rrelu(x, fixed),
      Array.from({ length: 20_000 }, () => -1),
    ),
  ).map((y) => -y);
  expect(Math.min(...made)).toBeGreaterThanOrEqual(0.125);
  expect(Math.max(...made)).toBeLessThan(0.375);
  // Five deviations: the width over √(12 n) for the mean, √(n · ¼ · ¾) for the first quarter.
  expect(Math.abs(made.reduce((a, b) => a + b) / made.length - 0.25)).toBeLessThan(
    (5 * 0.25) / Math.sqrt(240_000),
  );
  expect(Math.abs(made.filter((a) => a < 0.1875).length - 5000)).toBeLessThan(306);
  const plain = [0.1, 3, Infinity];
  expect(evaluate((x) => rrelu(x, fixed), plain)).toEqual(plain);
});

test("NaN stays, infinities too, and 0 keeps its sign", () => {
  expect(evaluate((x) => rrelu(x, fixed), [NaN, -Infinity, Infinity, 0, -0])).toEqual([
    NaN,
    -Infinity,
    Infinity,
    0,
    -0,
  ]);
});

test("the derivative is that of what was drawn; at 0 it is that of the negative side", () => {
  const { uniform } = draws(1, "noise", "r");
  const alpha = (i: number): number => 0.125 + 0.25 * uniform(1, i);
  expect(gradients((x) => rrelu(x, fixed), [-1, 0, 2, -3])[0]).toEqual([alpha(0), alpha(1), 1, alpha(3)]);
  const divided = { ...fixed, lower: 3, upper: 8, form: "divide" } as const;
  expect(gradients((x) => rrelu(x, divided), [-1, 0, 2])[0]).toEqual([
    1 / (3 + 5 * uniform(1, 0)),
    1 / (3 + 5 * uniform(1, 1)),
    1,
  ]);
  const [ofProduct] = gradients((x, w) => multiply(rrelu(x, fixed), w), [-1, 1], [3, 5]);
  expect(ofProduct).toEqual([3 * alpha(0), 5]);
});

test("forward and backward pass of a step draw the same, and another step others", () => {
  const graph = differentiate(built(model()), { of: "loss", wrt: ["z"], registry });
  const slope = (y: Nested): number[] => flat(y).map((value) => (value < 0 ? -value : 1));
  const [first, back] = valuesAt(graph, 1, ["r", "grad/loss/z"]);
  expect(flat(back!)).toEqual(slope(first!));
  const [second, backAgain] = valuesAt(graph, 2, ["r", "grad/loss/z"]);
  expect(flat(backAgain!)).toEqual(slope(second!));
  expect(second).not.toEqual(first);
  expect(valuesAt(graph, 1, ["r"])).toEqual([first]);
});

test("what an element draws depends on its index, and not on how many there are", () => {
  const graph = built(model());
  const [few] = valuesAt(graph, 1, ["r"], 3);
  const [many] = valuesAt(graph, 1, ["r"], 9);
  expect((many as Nested[]).slice(0, 3)).toEqual(few);
});

test("in use it is a leaky relu at the average, under the same id, and no step is asked for", () => {
  const graph = built(model(), "eval");
  expect(findNode(graph, "r")).toMatchObject({
    op: "leakyRelu",
    in: ["z"],
    attributes: { alpha: 0.25, form: "multiply" },
  });
  expect(graph.nodes.map(({ id }) => id)).toEqual(["x", "w", "z", "r", "loss"]);
  expect((valuesAt(graph, 1, ["r"])[0] as Nested[])[0]).toEqual([-0.25, -0.25, -0.25, 1]);
});

test("two of them draw apart; each draws by its path, or by the stream that it states", () => {
  const values = (units: Record<string, object>, name: string): Nested =>
    valuesAt(built(model(units)), 1, [name])[0]!;
  const before = values({ r: bounds }, "r");
  expect(values({ r: bounds, e: bounds }, "r")).toEqual(before);
  expect(values({ renamed: bounds }, "renamed")).not.toEqual(before);
  expect(values({ renamed: { ...bounds, stream: "r" } }, "renamed")).toEqual(before);
  expect(values({ r: { ...bounds, seed: 8 } }, "r")).not.toEqual(before);
});

test("it changes no first weight", () => {
  const hash = (units: Record<string, object>): string =>
    stateHash(createState(built(model(units)), registry));
  expect(hash({ r: bounds })).toBe(hash({}));
});

test("the graph says what is drawn from, takes the step once, and survives JSON", () => {
  const graph = differentiate(built(model({ r: bounds, e: { ...bounds, stream: "mine" } })), {
    of: "loss",
    registry,
  });
  expect(findNode(graph, "r")).toMatchObject({
    in: ["z", "update/@step"],
    attributes: { ...bounds, seed: 7, stream: "r" },
  });
  expect(findNode(graph, "e")!.attributes).toEqual({ ...bounds, seed: 7, stream: "mine" });
  expect(graph.nodes.filter(({ id }) => id.endsWith("@step"))).toHaveLength(1);
  const text = graphToJson(graph);
  expect(graphHash(graphFromJson(text, registry))).toBe(graphHash(graph));
});

test("a spec gives x and the bounds, in their order, with no 0 between them to divide by", () => {
  const by = (node: object): string => {
    const { model: plain } = model({});
    const spec = { model: { ...plain, nodes: { ...plain.nodes, r: { op: "rrelu", in: ["x"], ...node } } } };
    return refusal(() => built(spec as BuildSpec));
  };
  expect(by(bounds)).toBe("not refused");
  expect(by({ ...bounds, in: ["x", "x"] })).toBe("wrong-inputs: 1 for op rrelu: x");
  expect(by({ ...bounds, in: { x: "x", step: 1 } })).toBe("unknown-input: an input of op rrelu: x");
  expect(by({ ...bounds, lower: 0.5 })).toBe("bad-attribute: lower no greater than upper");
  const divided = { form: "divide", lower: -1, upper: 3 };
  expect(by(divided)).toBe("bad-attribute: bounds with no 0 between them to divide by");
  expect(by({ ...divided, lower: 0 })).toBe("bad-attribute: bounds with no 0 between them to divide by");
  expect(by({ ...divided, upper: -0.5 })).toBe("not refused");
  expect(by({ ...divided, form: "multiply" })).toBe("not refused");
  expect(by({})).toContain('missing-attribute: "lower", a finite number (the least alpha that is drawn)');
  expect(by({ lower: 1, upper: 2 })).toContain('missing-attribute: "form"');
  expect(by({ ...bounds, stream: "" })).toContain("a string that is not empty");
});

test("outside of any node there is no path to draw by; a step is a scalar", () => {
  const { stream: _, step: __, ...rest } = fixed;
  expect(refusal(() => withShapes((x) => rrelu(x, rest), [3]))).toContain('missing-attribute: "stream"');
  expect(refusal(() => withShapes((x) => rrelu(x, { ...fixed, step: x }), [3]))).toBe(
    "shape-mismatch: step of shape []",
  );
});
