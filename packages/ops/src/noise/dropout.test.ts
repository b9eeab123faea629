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
import { multiply } from "../elementwise.js";
import { dropout } from "../noise.js";
import { evaluate, flat, gradients, refusal, registry, withShapes } from "../testing/evaluate.js";
import { built, throughUnits, valuesAt } from "../testing/randomUnits.js";

const ones = (count: number): number[] => Array.from({ length: count }, () => 1);
const fixed = { stream: "d", seed: 1, step: 1 };

/** x · w, dropped by nodes of these names, and the sum of it all. */
function model(dropped: Record<string, object> = { d: { rate: 0.5 } }): BuildSpec {
  return throughUnits("dropout", dropped, { shape: [4], init: "he" });
}

const maskOf = (values: Nested): boolean[] => flat(values).map((x) => x !== 0);

test("what is dropped is 0, and the rest is divided by what is kept", () => {
  const source = draws(1, "noise", "d");
  const expected = [1, 2, 3, 4, 5, 6].map((x, i) => (source.uniform(1, i) < 0.6 ? 0 : x / 0.4));
  expect(evaluate((x) => dropout(x, { rate: 0.6, ...fixed }), [1, 2, 3, 4, 5, 6])).toEqual(expected);
  expect(new Set(expected.map((x) => x === 0))).toEqual(new Set([true, false]));
});

test("with rate 0 it is x, to the bit", () => {
  const x = [0.1, -0, 1e-320, NaN];
  expect(evaluate((v) => dropout(v, { rate: 0, ...fixed }), x)).toEqual(x);
});

test("a quarter is dropped, and the mean is that of x", () => {
  const made = flat(evaluate((x) => dropout(x, { rate: 0.25, ...fixed }), ones(20_000)));
  const zeros = made.filter((x) => x === 0).length;
  // Five deviations: √(n p q) = 61, and √(p / (q n)) = 0.0041.
  expect(Math.abs(zeros - 5000)).toBeLessThan(306);
  expect(Math.abs(made.reduce((a, b) => a + b) / made.length - 1)).toBeLessThan(0.0205);
});

test("the derivative is that of what was kept", () => {
  const x = ones(64);
  const [g] = gradients((a) => dropout(a, { rate: 0.5, ...fixed }), x);
  expect(g).toEqual(evaluate((a) => dropout(a, { rate: 0.5, ...fixed }), x));
  const [ofProduct] = gradients((a, w) => multiply(dropout(a, { rate: 0.5, ...fixed }), w), [1, 1], [3, 5]);
  expect(ofProduct).toEqual(evaluate((a) => dropout(a, { rate: 0.5, ...fixed }), [3, 5]));
});

test("forward and backward pass of a step drop the same, and another step drops others", () => {
  const graph = differentiate(built(model()), { of: "loss", wrt: ["z"], registry });
  const [first, back] = valuesAt(graph, 1, ["d", "grad/loss/z"]);
  expect(maskOf(back!)).toEqual(maskOf(first!));
  const [second, backAgain] = valuesAt(graph, 2, ["d", "grad/loss/z"]);
  expect(maskOf(backAgain!)).toEqual(maskOf(second!));
  expect(maskOf(second!)).not.toEqual(maskOf(first!));
  expect(valuesAt(graph, 1, ["d"])).toEqual([first]);
});

test("an element's fate depends on its index, and not on how many there are", () => {
  const graph = built(model());
  const [few] = valuesAt(graph, 1, ["d"], 3);
  const [many] = valuesAt(graph, 1, ["d"], 9);
  expect((many as Nested[]).slice(0, 3)).toEqual(few);
});

test("in use it is its input, under the same id, and no step is asked for", () => {
  const graph = built(model(), "eval");
  expect(findNode(graph, "d")).toMatchObject({ op: "identity", in: ["z"] });
  expect(graph.nodes.map(({ id }) => id)).toEqual(["x", "w", "z", "d", "loss"]);
  const [z, d] = valuesAt(graph, 1, ["z", "d"]);
  expect(d).toEqual(z);
});

test("two of them draw apart; each draws by its path, or by the stream that it states", () => {
  const both = built(model({ d: { rate: 0.5 }, e: { rate: 0.5 } }));
  const graph = differentiate(both, { of: "loss", wrt: ["z", "d"], registry });
  const [toZ, toD] = valuesAt(graph, 1, ["grad/loss/z", "grad/loss/d"]).map(maskOf);
  expect(toZ).not.toEqual(toD);
  const mask = (dropped: Record<string, object>, name: string) =>
    maskOf(valuesAt(built(model(dropped)), 1, [name])[0]!);
  const before = mask({ d: { rate: 0.5 } }, "d");
  expect(mask({ renamed: { rate: 0.5 } }, "renamed")).not.toEqual(before);
  expect(mask({ renamed: { rate: 0.5, stream: "d" } }, "renamed")).toEqual(before);
  expect(mask({ d: { rate: 0.5, seed: 8 } }, "d")).not.toEqual(before);
});

test("copies of a block draw apart, also where they share their parameters", () => {
  const spec: BuildSpec = {
    blocks: {
      noisy: {
        inputs: { x: { shape: ["N", 4] } },
        nodes: { d: { op: "dropout", in: ["x"], rate: 0.5 } },
        output: "d",
      },
    },
    model: {
      inputs: { x: { shape: ["N", 4] } },
      nodes: {
        h: { block: "noisy", in: ["x"], repeat: 2, share: true },
        e: { op: "dropout", in: ["h"], rate: 0.5, repeat: 2 },
      },
      outputs: { e: "e" },
    },
  };
  const streams = built(spec).nodes.flatMap(({ id, op, attributes }) =>
    op === "dropout" ? [[id, attributes["stream"]]] : [],
  );
  expect(streams).toEqual([
    ["h/0/d", "h/0/d"],
    ["h/1/d", "h/1/d"],
    ["e/0", "e/0"],
    ["e/1", "e/1"],
  ]);
});

test("dropout changes no first weight", () => {
  const hash = (dropped: Record<string, object>): string =>
    stateHash(createState(built(model(dropped)), registry));
  expect(hash({ d: { rate: 0.5 } })).toBe(hash({}));
});

test("the graph says what is drawn from, takes the step once, and survives JSON", () => {
  const graph = built(model({ d: { rate: 0.5 }, e: { rate: 0.25, stream: "mine" } }));
  expect(findNode(graph, "d")).toMatchObject({
    in: ["z", "update/@step"],
    attributes: { rate: 0.5, seed: 7, stream: "d" },
  });
  expect(findNode(graph, "e")!.attributes).toEqual({ rate: 0.25, seed: 7, stream: "mine" });
  expect(graph.nodes.filter(({ id }) => id.includes("@"))).toEqual([
    { id: "update/@step", op: "input", in: [], attributes: {}, shape: [], dtype: "float64" },
  ]);
  const text = graphToJson(graph);
  expect(graphHash(graphFromJson(text, registry))).toBe(graphHash(graph));
  expect(refusal(() => graphFromJson(text.replace('["z", "update/@step"]', '["z"]'), registry))).toBe(
    "wrong-inputs: 2 for op dropout: x, step",
  );
});

test("a spec gives x alone, and a rate below 1", () => {
  const by = (node: object): string => {
    const { model: plain } = model({});
    const spec = { model: { ...plain, nodes: { ...plain.nodes, d: { op: "dropout", in: ["x"], ...node } } } };
    return refusal(() => built(spec as BuildSpec));
  };
  expect(by({ rate: 0.5 })).toBe("not refused");
  expect(by({ rate: 0.5, in: ["x", "x"] })).toBe("wrong-inputs: 1 for op dropout: x");
  expect(by({ rate: 0.5, in: { x: "x", step: 1 } })).toBe("unknown-input: an input of op dropout: x");
  expect(by({ rate: 1 })).toBe("bad-attribute: a finite number at least 0 and below 1");
  expect(by({})).toContain("missing-attribute");
  expect(by({ rate: 0.5, stream: "" })).toContain("a string that is not empty");
});

test("outside of any node there is no path to draw by", () => {
  expect(refusal(() => withShapes((x) => dropout(x, { rate: 0.5 }), [3]))).toContain(
    'missing-attribute: "stream"',
  );
});
