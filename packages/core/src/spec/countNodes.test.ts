import { expect, test } from "vitest";
import { defaultLimits } from "../limits.js";
import { Registry } from "../registry.js";
import { problemsOf } from "../testing/refusals.js";
import { testPlugin } from "../testing/testOps.js";
import { build } from "./build.js";
import type { BlockSpec, BuildSpec, NodeSpec } from "./spec.js";

const registry = new Registry([testPlugin]);
const inputs = { x: { shape: ["N"] } };

/** Blocks b0, b1, …, each of which holds the next one `width` times. */
function nested(levels: number, width: number, last: NodeSpec = { op: "tanh", in: ["x"] }): BuildSpec {
  const blocks: Record<string, BlockSpec> = {};
  for (let level = 0; level < levels; level++) {
    const nodes: Record<string, NodeSpec> = {};
    for (let i = 0; i < width; i++)
      nodes[`n${i}`] = level === levels - 1 ? last : { block: `b${level + 1}`, in: ["x"] };
    blocks[`b${level}`] = { inputs, nodes, output: "n0" };
  }
  return { blocks, model: { inputs, nodes: { y: { block: "b0", in: ["x"] } }, outputs: { y: "y" } } };
}
const codes = (spec: BuildSpec, limits = defaultLimits): string[] =>
  problemsOf(() => build(spec, { registry, limits })).map(({ code }) => code);

test("what doubles at every level is counted level by level, and refused before it is expanded", () => {
  expect(codes(nested(30, 10))).toEqual(["too-many-nodes"]);
});

test("what is not too large is built", () => {
  const graph = build(nested(5, 3), { registry });
  expect(graph.nodes).toHaveLength(1 + 3 ** 5);
});

test("copies count as often as they are made", () => {
  const repeat = 2_000_000_000;
  expect(codes(nested(1, 1, { op: "tanh", in: ["x"], repeat }))).toEqual(["too-many-nodes"]);
  const model = { inputs, nodes: { y: { op: "tanh", in: ["x"], repeat } }, outputs: { y: "y" } };
  expect(codes({ model })).toEqual(["too-many-nodes"]);
});

test("instances without nodes count too", () => {
  const spec = nested(25, 2);
  const empty: BlockSpec = { inputs, nodes: {}, output: "x" };
  expect(codes({ ...spec, blocks: { ...spec.blocks, b24: empty } })).toEqual(["too-many-instances"]);
});

test("arguments that make every instance another are not counted without end", () => {
  const levels = 20;
  const names = Array.from({ length: levels }, (_, i) => `a${i}`);
  const blocks: Record<string, BlockSpec> = {};
  for (let level = 0; level < levels; level++) {
    const args = Object.fromEntries(
      names.slice(0, level).map((name) => [name, { type: "integer" as const }]),
    );
    const handed = Object.fromEntries(names.slice(0, level).map((name) => [name, { $arg: name }]));
    const child = (value: number): NodeSpec =>
      level === levels - 1
        ? { op: "tanh", in: ["x"] }
        : { block: `b${level + 1}`, in: ["x"], ...handed, [names[level]!]: value };
    blocks[`b${level}`] = { args, inputs, nodes: { l: child(0), r: child(1) }, output: "l" };
  }
  const spec: BuildSpec = {
    blocks,
    model: { inputs, nodes: { y: { block: "b0", in: ["x"] } }, outputs: { y: "y" } },
  };
  expect(codes(spec, { ...defaultLimits, instances: 1000 })).toEqual(["too-many-instances"]);
});

test("blocks that hold one another are refused by their circle", () => {
  const spec = nested(3, 1, { block: "b1", in: ["x"] });
  const [problem] = problemsOf(() => build(spec, { registry }));
  expect(problem).toMatchObject({ code: "recursive-block", got: "b1 needs b2 needs b1" });
});

test("a chain of blocks deeper than the limit is refused", () => {
  expect(codes(nested(1000, 1))).toEqual(["too-deep"]);
});
