import { type Engine, type Op, reference, Registry, withReplacedOps } from "@chainrule/core";
import { builtin } from "@chainrule/ops";
import { optimPlugin } from "@chainrule/optim";
import { beforeAll, expect, test } from "vitest";
import { Coverage } from "./coverage.js";
import { type LocalError, localErrors } from "./localErrors.js";
import { type RandomCase, randomGraphs } from "./randomGraph.js";

const registry = new Registry([builtin, optimPlugin]);
const cases: RandomCase[] = [];
beforeAll(() => {
  for (const item of randomGraphs(2, registry, new Coverage(registry))) {
    cases.push(item);
    if (cases.length === 150) return;
  }
});

const errorsOf = (engine: Engine): LocalError[] =>
  cases.flatMap((item) => localErrors(item, engine, registry).errors);

test("the reference keeps the bounds, in float32 too", () => {
  let compared = 0;
  let lost = 0;
  for (const item of cases) {
    const told = localErrors(item, reference(), registry);
    expect(told.errors, `graph ${item.number} of seed 2`).toEqual([]);
    compared += told.compared;
    // By graphs, and not by numbers: one large graph with NaN in it would outweigh many.
    if (told.skipped > told.compared) lost++;
  }
  expect(compared).toBeGreaterThan(50_000);
  expect(lost).toBeLessThan(cases.length / 5);
});

/** A kernel whose results are a little larger. */
const scaled =
  (factor: number) =>
  (op: Op): Op => ({
    ...op,
    kernel(inputs, output, attributes) {
      op.kernel!(inputs, output, attributes);
      output.data.forEach((x, i) => (output.data[i] = x * factor));
    },
  });

test.each([
  ["tanh", (op: Op): Op => ({ ...op, formula: (m, { x }) => m.multiply(m.tanh(x!), 1 + 2 ** -20) })],
  ["transpose", scaled(1 + 2 ** -22)],
  ["sum", scaled(1 + 2 ** -12)],
  ["matmul", scaled(1 + 2 ** -14)],
  ["softmax", scaled(1 + 2 ** -12)],
])("a fault in %s is seen at its own nodes and nowhere else", (name, change) => {
  const faulty = withReplacedOps(reference(), "faulty", (op) => (op.name === name ? change(op) : op));
  // What is nothing but other ops, as einsum is products and sums, has their faults.
  const stands = ({ kernel, formula }: Op): boolean => kernel !== undefined || formula !== undefined;
  const ops = new Set(errorsOf(faulty).map(({ op }) => op));
  expect([...ops].filter((op) => stands(registry.get("ops", op)))).toEqual([name]);
});
