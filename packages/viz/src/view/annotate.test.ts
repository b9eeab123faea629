import { defineOp, definePlugin, Registry, State, type Tensor, tensor } from "@chainrule/core";
import { expect, test } from "vitest";
import { annotate, gradientsOf } from "./annotate.js";
import { dot } from "../dot/dot.js";
import type { Box, View } from "./model.js";
import { louppe, louppeValues } from "../testing/louppe.js";
import { graphOf, node } from "../testing/node.js";
import { view } from "./view.js";

function box(of: View, id: string): Box | undefined {
  return of.boxes.find((one) => one.id === id);
}

test("values are written where there are any, at outputs too, and nowhere else", () => {
  const drawn = annotate(view(louppe), { values: { u1: louppeValues["u1"]!, l: louppeValues["l"]! } });
  expect(box(drawn, "u1")?.value).toEqual({ state: "value", lines: ["(0.1, -1.1)"] });
  expect(box(drawn, "output loss")?.value).toEqual({ state: "value", lines: ["0.755916"] });
  expect(drawn.boxes.filter(({ value }) => value).map(({ id }) => id)).toEqual(["u1", "l", "output loss"]);
});

test("values come from an object, a map or a state alike", () => {
  const entries: [string, Tensor][] = [
    [
      "W1",
      tensor([
        [1, 2],
        [3, 4],
      ]),
    ],
  ];
  const drawn = [Object.fromEntries(entries), new Map(entries), new State(entries)].map((values) =>
    annotate(view(louppe), { values }),
  );
  expect(box(drawn[0]!, "W1")?.value).toEqual({
    state: "value",
    lines: ["(1, 2)", "(3, 4)"],
    cells: [
      ["1", "2"],
      ["3", "4"],
    ],
  });
  expect(drawn[1]).toEqual(drawn[0]);
  expect(drawn[2]).toEqual(drawn[0]);
});

test("a constant that is called by its value is not told twice", () => {
  const drawn = annotate(view(louppe), { values: louppeValues });
  expect(box(drawn, "u8/a")).toMatchObject({ title: "0.1" });
  expect(box(drawn, "u8/a")?.value).toBeUndefined();
});

test("an object's own properties only: a node called constructor has no value", () => {
  const graph = graphOf([node("constructor", "input"), node("toString", "abs", "constructor")]);
  expect(annotate(view(graph), { values: {} })).toEqual(view(graph));
});

/** y = a·x with b beside it: a is differentiated and 0 here, x is not asked for, b leads nowhere. */
const three = graphOf(
  [
    node("x", "input"),
    node("a", "parameter"),
    node("b", "parameter"),
    node("unused", "abs", "b"),
    node("y", "multiply", "a x"),
    node("grad/y/y", "constant", "", [], { value: 1 }, { of: "y", rule: "seed" }),
    node("grad/y/a", "multiply", "grad/y/y x", [], {}, { of: "a", via: "y", rule: "multiply" }),
  ],
  { outputs: { y: "y" } },
);
const computed = new Map([
  ["grad/y/a", tensor(0)],
  ["grad/y/y", tensor(1)],
]);

test("not computed, exactly zero and no path are three states", () => {
  const gradients = gradientsOf(three, "y", computed);
  expect([...gradients.keys()]).toEqual(["a", "b", "unused", "y"]);
  const drawn = annotate(view(three), { gradients });
  expect(box(drawn, "x")?.gradient).toBeUndefined();
  expect(box(drawn, "a")?.gradient).toEqual({ state: "zero", lines: ["exactly 0"] });
  expect(box(drawn, "b")?.gradient).toEqual({ state: "no path", lines: ["no path"] });
  expect(box(drawn, "y")?.gradient).toEqual({ state: "value", lines: ["1"] });
});

test("the three states never look alike, nor like a number that is nearly zero", () => {
  const label = (gradient: Tensor | "no path" | undefined): string => {
    const gradients = new Map(gradient === undefined ? [] : [["a", gradient]]);
    const text = dot(annotate(view(three), { gradients }));
    return /"a" \[label=<(.*?)>, class/.exec(text)![1]!.replace(/<[^>]*>/g, "|");
  };
  const looks = [
    undefined,
    tensor(0),
    "no path" as const,
    tensor(1e-300),
    tensor(-0),
    tensor([0, 0, 0, 0, 0]),
    tensor([0, 1e-9]),
  ];
  const [blank, zero, noPath, tiny, minusZero, zeros, mixed] = looks.map(label);
  expect(blank).not.toMatch(/∂|0/);
  expect(zero).toContain("∂ = exactly 0");
  expect(noPath).toContain("∂ no path");
  expect(tiny).toContain("∂ = 1e-300");
  expect(minusZero).toBe(zero);
  expect(zeros).toBe(zero);
  expect(mixed).toContain("∂ = (0, 1e-9)");
});

test("Louppe's gradients stand beside the values of the forward picture", () => {
  const drawn = annotate(view(louppe), {
    values: louppeValues,
    gradients: gradientsOf(louppe, "loss", louppeValues),
  });
  expect(box(drawn, "W2")).toMatchObject({
    value: { lines: ["(0.7, -0.6)"] },
    gradient: { lines: ["(-0.158112, -0.176414)"] },
  });
  expect(box(drawn, "x")?.gradient).toBeUndefined();
});

test("what stands before an op that is locally constant has no path, where the registry says that it is", () => {
  const steps = defineOp({
    name: "test.steps",
    doc: { summary: "" },
    inputs: ["x"],
    formula: (m, { x }) => m.select(m.less(x, 0), 0, 1),
    vjp: { x: null },
    samples: [{ inputs: { x: [1] } }],
  });
  const registry = new Registry([definePlugin({ name: "test", version: 1, ops: [steps] })]);
  const graph = graphOf([node("w", "parameter"), node("s", "test.steps", "w"), node("l", "add", "s s")], {
    outputs: { l: "l" },
  });
  expect(gradientsOf(graph, "l", {}).get("w")).toBeUndefined();
  expect(gradientsOf(graph, "l", {}, registry).get("w")).toBe("no path");
});
