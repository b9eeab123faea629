// Rule 5: blocks. What core's specBlock.test.ts holds is not held again here.
import { graphToJson, textHash } from "@chainrule/core";
import { expect, test } from "vitest";
import { linesOf, opened, refusedOf, specOf } from "../testing/rules.js";

const inputs = { x: { shape: ["N", "n"] } };
/** Every type of argument, each with a default but the first. */
const every = {
  args: {
    count: { type: "integer", minimum: 1 },
    factor: { type: "number", default: 0.5 },
    bias: { type: "boolean", default: true },
    first: { type: "string", default: "ones", choices: ["ones", "zeros"] },
    wide: { type: "shape", default: ["n"] },
    then: { type: "op", default: { op: "leakyRelu", alpha: 0.1, form: "multiply" } },
    more: { type: "list", of: { type: "op" }, default: ["tanh", "relu"] },
  },
  inputs,
  params: { w: { shape: { $arg: "wide" }, init: { $arg: "first" }, trainable: { $arg: "bias" } } },
  nodes: {
    s: { op: "multiply", in: ["x", "w"] },
    t: { op: "multiply", in: [{ $arg: "factor" }, "s"] },
    u: { op: { $arg: "then" }, in: ["t"], repeat: { $arg: "count" } },
    v: { block: "mlp", in: ["u"], widths: [2, 3], activation: { $arg: "more" } },
  },
  output: "v",
};

test('5: "args are typed, with defaults, used as { $arg }": each type at once', () => {
  const { graph } = opened(specOf({ b: { block: "every", in: ["x"], count: 2 } }, {}, { blocks: { every } }));
  const byId = Object.fromEntries(graph.nodes.map((node) => [node.id, node]));
  expect(byId["b/w"]).toMatchObject({ shape: [3], attributes: { init: { type: "ones" }, trainable: true } });
  expect(byId["b/t/a"]!.attributes["value"]).toBe(0.5);
  expect(byId["b/u/1"]).toMatchObject({
    op: "leakyRelu",
    in: ["b/u/0"],
    attributes: { alpha: 0.1, form: "multiply" },
  });
  expect([byId["b/v/h/0/a"]!.op, byId["b/v/h/1/a"]!.op]).toEqual(["tanh", "relu"]);
  const given = {
    factor: 2,
    bias: false,
    first: "zeros",
    wide: [1, 3],
    then: "tanh",
    more: ["sigmoid", "identity"],
  };
  const other = opened(
    specOf({ b: { block: "every", in: ["x"], count: 1, ...given } }, {}, { blocks: { every } }),
  ).graph;
  expect(linesOf(other)).toEqual(
    expect.arrayContaining(["b/u/0 = tanh(b/t)", "b/v/h/0/a = sigmoid(b/v/h/0/z)"]),
  );
  expect(other.nodes.find(({ id }) => id === "b/w")).toMatchObject({
    shape: [1, 3],
    attributes: { trainable: false },
  });
});

test.each([
  ["integer", { count: 0 }],
  ["integer", { count: 1.5 }],
  ["number", { count: 1, factor: "2" }],
  ["boolean", { count: 1, bias: 1 }],
  ["string", { count: 1, first: "twos" }],
  ["shape", { count: 1, wide: [-1] }],
  ["op", { count: 1, then: 3 }],
  ["list", { count: 1, more: [3] }],
])('5: "args are typed": a wrong %s is refused at the instance', (_, args) => {
  const spec = specOf({ b: { block: "every", in: ["x"], ...args } }, {}, { blocks: { every } });
  expect(refusedOf(() => opened(spec))).toEqual(["bad-attribute b"]);
});

test('5: "use takes blocks from another file, hash recorded": what is written here or there is the same', () => {
  const text = JSON.stringify({ chainrule: 1, blocks: { every } });
  const node = { b: { block: "every", in: ["x"], count: 1 } };
  const there = opened(specOf(node, {}, { use: { every: "./lib/blocks.json" } }), {
    readText: (path) => (path === "./lib/blocks.json" ? text : ""),
  }).graph;
  expect(there.uses).toEqual({ "./lib/blocks.json": textHash(text) });
  const { uses: _, ...rest } = there;
  expect(graphToJson(rest)).toBe(graphToJson(opened(specOf(node, {}, { blocks: { every } })).graph));
});

test.each([
  "../blocks.json",
  "/blocks.json",
  "lib/../../blocks.json",
  "https://example.org/blocks.json",
  "C:\\blocks.json",
])('5: "relative paths inside the spec\'s folder only": %s is refused unread', (file) => {
  const readText = (): never => expect.unreachable("it was read");
  expect(
    refusedOf(() =>
      opened(specOf({ b: { block: "every", in: ["x"] } }, {}, { use: { every: file } }), { readText }),
    ),
  ).toEqual(["path-outside use.every"]);
});

test('5: "recursion is refused", through another file too', () => {
  const again = { inputs, nodes: { h: { block: "again", in: ["x"] } }, output: "h" };
  const readText = (): string => JSON.stringify({ chainrule: 1, blocks: { again } });
  const node = { b: { block: "again", in: ["x"] } };
  for (const top of [{ blocks: { again } }, { use: { again: "a.json" } }])
    expect(refusedOf(() => opened(specOf(node, {}, top), { readText }))[0]).toMatch(/^recursive-block/);
});

test('5: "expansion is counted before it is done": ten levels of ten are refused at once', () => {
  const levels = Object.fromEntries(
    Array.from({ length: 10 }, (_, i) => [
      `l${i}`,
      {
        inputs,
        nodes: { h: i === 0 ? { op: "tanh", in: ["x"] } : { block: `l${i - 1}`, in: ["x"], repeat: 10 } },
        output: "h",
      },
    ]),
  );
  const spec = specOf({ b: { block: "l9", in: ["x"], repeat: 10 } }, {}, { blocks: levels });
  expect(refusedOf(() => opened(spec))[0]).toMatch(/^too-many-(nodes|instances) b$/);
});
