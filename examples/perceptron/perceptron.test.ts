import { readFileSync } from "node:fs";
import { differentiate, evaluate, type Nested, openSpec, reference, tensor, toNested } from "chainrule";
import { expect, test } from "vitest";

const text = (file: string): string => readFileSync(new URL(file, import.meta.url), "utf8");
const open = (file: string) => openSpec(text(file), file);

/** The answers of a unit with other weights. */
function answers(w: Nested, b: number): Nested {
  const project = open("and.json");
  const state = project.initialState();
  state.write("w", tensor(w).data);
  state.write("b", tensor([b]).data);
  const { columns: feeds } = project.data.splits.train;
  const { registry, evalGraph } = project;
  return toNested(evaluate(evalGraph, { registry, engine: reference(), state, feeds }).outputs["f"]!);
}

test("M1: w = (1, 1) counts: b = -1.5 is AND, b = -0.5 is OR, and so are all thresholds between", () => {
  const and = [[0], [0], [0], [1]];
  expect(answers([[1], [1]], -1.5)).toEqual(and);
  expect(answers([[1], [1]], -2)).toEqual(and);
  expect(answers([[1], [1]], -1)).toEqual([[0], [1], [1], [1]]);
  expect(answers([[1], [1]], -0.6)).toEqual(answers([[1], [1]], -0.5));
});

test("the specs differ in one word", () => {
  const model = (file: string) => JSON.stringify(open(file).spec.model);
  expect(model("threshold.json").replace("step", "sigmoid")).toBe(model("learn.json"));
});

test("M1, A2: no gradient passes the threshold, all of it passes the sigmoid", () => {
  const gradient = (file: string) => {
    const { graph, registry } = open(file);
    return differentiate(graph, { of: "loss", registry });
  };
  expect(() => gradient("threshold.json")).toThrow(/no path to any parameter/);
  expect(Object.keys(gradient("learn.json").outputs)).toContain("grad/loss/w");
});

test("the numbers in the page: 0.31123 · 0.622459 · (1 - 0.622459) = 0.0731401", () => {
  const project = open("learn.json");
  const { registry, graph } = project;
  const { columns: feeds } = project.data.splits.train;
  const state = project.initialState();
  const { values } = evaluate(graph, { registry, engine: reference(), state, feeds, of: "loss" });
  const second = (id: string): number => values.get(id)!.data[1]!;
  const page = text("README.md");
  for (const number of [
    second("grad/loss/f"),
    second("f"),
    second("grad/loss/z"),
    values.get("grad/loss/w")!.data[0]!,
    values.get("grad/loss/b")!.data[0]!,
  ]) {
    expect(page).toContain(String(Number(number.toPrecision(6))));
  }
  expect(second("grad/loss/z")).toBeCloseTo(second("grad/loss/f") * second("f") * (1 - second("f")), 14);
});
