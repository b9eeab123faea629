import fc from "fast-check";
import { expect, test } from "vitest";
import { build } from "../spec/build.js";
import { type Graph, findNode, graphToJson } from "../graph.js";
import { graphFromJson } from "../graphDocument.js";
import type { ModelSpec } from "../spec/spec.js";
import { testRegistry as registry } from "../testing/testOps.js";
import { rebuild, sameNode } from "./rebuild.js";

fc.configureGlobal({ seed: 1 });

const graphOf = (ops: readonly string[], value: number): Graph => {
  const nodes: Record<string, { op: string; in: string[] }> = {};
  ops.forEach((op, i) => {
    const x = i === 0 ? "x" : `n${i - 1}`;
    nodes[`n${i}`] = { op, in: op === "tanh" ? [x] : [x, "w"] };
  });
  const model: ModelSpec = {
    inputs: { x: { shape: ["N"] } },
    params: { w: { shape: [], value } },
    nodes,
    outputs: { y: ops.length === 0 ? "x" : `n${ops.length - 1}` },
  };
  return build({ model }, { registry });
};
const ops = fc.array(fc.constantFrom("tanh", "add", "multiply"), { maxLength: 8 });
const value = fc.constantFrom(1, 2);

test("a rebuilt graph equals the new one, and its equal nodes are the old ones", () => {
  fc.assert(
    fc.property(ops, ops, value, value, (before, after, a, b) => {
      const [previous, next] = [graphOf(before, a), graphOf(after, b)];
      const rebuilt = rebuild(previous, next);
      expect(graphToJson(rebuilt)).toBe(graphToJson(next));
      expect(rebuilt === previous).toBe(graphToJson(previous) === graphToJson(next));
      for (const node of rebuilt.nodes) {
        const earlier = findNode(previous, node.id);
        expect(node === earlier).toBe(earlier !== undefined && sameNode(earlier, node));
      }
      expect(Object.isFrozen(rebuilt) && Object.isFrozen(rebuilt.nodes)).toBe(true);
    }),
  );
});

test("a graph that was saved and read is the graph itself again", () => {
  const graph = graphOf(["tanh", "multiply"], -0);
  expect(rebuild(graph, graphFromJson(graphToJson(graph), registry))).toBe(graph);
  expect(rebuild(graph, graphOf(["tanh", "multiply"], 0))).not.toBe(graph);
  expect(rebuild(graph, graph)).toBe(graph);
});
