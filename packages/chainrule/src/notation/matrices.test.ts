import {
  Builder,
  compile,
  differentiate,
  draws,
  type Graph,
  localRule,
  reference,
  type Shape,
  State,
  type Tensor,
  tensorOf,
  type Way,
} from "@chainrule/core";
import { writerOf } from "@chainrule/viz";
import { expect, test } from "vitest";
import { defaultRegistry } from "../registry.js";
import { type Page, reckon, turn } from "../testing/reckon.js";

const registry = defaultRegistry();
const profiles = ["default", "louppe", "yukimura", "kent", "ewing"];
const dims = { N: 3 };

/** One op over data x and weights w and b, and the sum of what it makes, with its gradients. */
function graphOf(op: string, inputs: readonly (readonly [string, Shape])[]): Graph {
  const builder = new Builder({ registry, dtype: "float64" });
  const operands = inputs.map(([name, shape]) =>
    builder.source(/[xy]/.test(name) ? "input" : "parameter", name, shape, "float64"),
  );
  const out = builder.name(builder.call(registry.get("ops", op), operands), "u");
  builder.name(builder.call(registry.get("ops", "sum"), [out]), "l");
  const graph = builder.finish({ outputs: { loss: "l" } });
  return differentiate(graph, { of: "loss", wrt: inputs.map(([name]) => name), registry });
}

function drawn(name: string, shape: Shape): Tensor {
  const source = draws(7, "data", name);
  const sizes = shape.map((dim) => (typeof dim === "string" ? dims.N : dim));
  const count = sizes.reduce((product, size) => product * size, 1);
  return tensorOf(
    Array.from({ length: count }, (_, i) => source.normal(0, i)),
    sizes,
  );
}

/** A tensor as its symbol lies. */
function laid({ shape, data }: Tensor, way: Way | undefined): Page {
  const columns = shape.length === 0 ? 1 : shape[shape.length - 1]!;
  const rows = Array.from({ length: data.length / columns }, (_, i) =>
    Array.from(data.slice(i * columns, (i + 1) * columns)),
  );
  return way === "turned" || way === "column" ? turn(rows) : rows;
}

function computed(graph: Graph, feeds: Readonly<Record<string, Tensor>>, output: string): Tensor {
  // Whatever it is in the lecture, it is fed here.
  const nodes = graph.nodes.map((node) => (node.op === "parameter" ? { ...node, op: "input" } : node));
  const plan = compile(
    { ...graph, nodes },
    { registry, engine: reference(), state: new State([]), dims, outputs: [output] },
  );
  plan.feed(feeds);
  plan.step();
  return plan.read(output);
}

const close = (page: Page): unknown => page.map((row) => row.map((x) => expect.closeTo(x, 10) as number));

test.each(
  profiles.flatMap((profile) =>
    (
      [
        [
          "matmul",
          [
            ["x", ["N", 4]],
            ["w", [4, 2]],
          ],
        ],
        [
          "matmul",
          [
            ["x", ["N", 4]],
            ["w", [4]],
          ],
        ],
        [
          "matmul",
          [
            ["x", [4]],
            ["w", [4, 2]],
          ],
        ],
        [
          "matmul",
          [
            ["x", [4]],
            ["w", [4]],
          ],
        ],
        [
          "matmul",
          [
            ["w", [4]],
            ["x", [4]],
          ],
        ],
        [
          "matmul",
          [
            ["w", [2, 4]],
            ["v", [4, 5]],
          ],
        ],
        [
          "matmul",
          [
            ["w", [2, 4]],
            ["x", [4]],
          ],
        ],
        [
          "affine",
          [
            ["x", ["N", 4]],
            ["w", [4, 2]],
            ["b", [2]],
          ],
        ],
        [
          "affine",
          [
            ["x", [4]],
            ["w", [4, 2]],
            ["b", [2]],
          ],
        ],
        [
          "outer",
          [
            ["x", [4]],
            ["y", [2]],
          ],
        ],
        [
          "multiply",
          [
            ["x", ["N", 4]],
            ["y", ["N", 4]],
          ],
        ],
        ["sigmoid", [["x", ["N", 4]]]],
      ] as [string, [string, Shape][]][]
    ).map(([op, inputs]) => [profile, op, inputs] as const),
  ),
)("%s: what is written of %s %j comes to what is computed", (profile, op, inputs) => {
  const graph = graphOf(op, inputs);
  const { notation } = registry.get("profiles", profile);
  const writer = writerOf(graph, { registry, notation: { ...notation, layers: "W_1" } });
  const feeds = Object.fromEntries(inputs.map(([name, shape]) => [name, drawn(name, shape)]));
  const u = computed(graph, feeds, "u");
  const delta = drawn("delta", graph.nodes.find(({ id }) => id === "u")!.shape);
  const page = Object.fromEntries(
    Object.entries({ ...feeds, u }).map(([name, value]) => [name, laid(value, writer.way(name))]),
  );
  const [left, right] = writer.equation("u").split(" = ");
  if (op !== "sigmoid") expect(reckon(right!, page)).toEqual(close(reckon(left!, page)));
  inputs.forEach(([name], position) => {
    const rule = localRule(graph, "u", position, registry)!;
    const named = Object.fromEntries(
      rule.graph.nodes
        .filter((node) => node.op === "input" && node.id !== "cotangent")
        .map((node, i) => [node.id, feeds[inputs[i]![0]]!]),
    );
    const result = computed(rule.graph, { ...named, cotangent: delta }, rule.result);
    const written = writer.rule("u", position, "\\delta")!;
    // Sums over examples, outer's and sigmoid's are no matrix products.
    if (/\\sum|1/.test(written)) return;
    const value = reckon(written, { ...page, "\\delta": laid(delta, writer.way("grad/loss/u")) });
    const expected = laid(result, writer.way(`grad/loss/${name}`));
    // A vector has no ᵀ where no product needs it.
    const isVector = result.shape.length === 1;
    expect([written, isVector ? [value.flat()] : value]).toEqual([
      written,
      close(isVector ? [expected.flat()] : expected),
    ]);
  });
});
