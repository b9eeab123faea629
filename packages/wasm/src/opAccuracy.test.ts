import { type Algebra, defineOp, definePlugin, type Op, Registry } from "@chainrule/core";
import { builtin } from "@chainrule/ops";
import { afterAll, expect, test } from "vitest";
import { wasm } from "./engine/wasm.js";
import { isMeasured, measureOp, type OpAccuracy } from "./testing/opAccuracy.js";

const registry = new Registry([builtin]);
const [points, seed] = [20_000, 1];
const measured: OpAccuracy[] = [];
const ops: readonly Op[] = registry.all("ops").filter(isMeasured);

test.each(ops.map((op) => op.name))(
  `%s is good to its bound in float32, on ${points} points of seed ${seed}`,
  (name) => {
    const found = measureOp(registry.get("ops", name), registry, wasm(), points, seed);
    measured.push(found);
    expect(found.points).toBeGreaterThanOrEqual(points);
    expect(found.ulp, told(found)).toBeLessThanOrEqual(found.bound.ulp ?? 4);
  },
);

function told({ op, ulp, bound, at, attributes, got, wanted }: OpAccuracy): string {
  const place = Object.entries(at).map(([input, x]) => `${input} = ${x}`);
  const settings = Object.entries(attributes).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  return `${op}: ${ulp.toFixed(2)} of ${bound.ulp ?? 4} ulp at ${[...place, ...settings].join(", ")}: ${got}, true ${wanted}`;
}

test("formulas that cancel are seen", () => {
  const [naive, careful] = [
    { name: "acme.naive", formula: <T, B>(m: Algebra<T, B>, y: T) => m.subtract(1, m.multiply(y, y)) },
    {
      name: "acme.careful",
      formula: <T, B>(m: Algebra<T, B>, y: T) => m.multiply(m.subtract(1, y), m.add(1, y)),
    },
  ].map(({ name, formula }) =>
    defineOp({
      name,
      doc: { summary: "1 - y²" },
      inputs: ["y"],
      formula: (m, { y }) => formula(m, y),
      samples: [{ inputs: { y: ["N"] } }],
    }),
  );
  const loaded = registry.with(definePlugin({ name: "acme", version: 1, ops: [naive!, careful!] }));
  const ulpOf = (op: Op): number => measureOp(op, loaded, wasm(), points, seed).ulp;
  expect(ulpOf(naive!)).toBeGreaterThan(100);
  expect(ulpOf(careful!)).toBeLessThan(2);
});

afterAll(() => {
  // What is rounded once is always near its bound of half a unit, and tells nothing.
  const excess = ({ ulp, bound }: OpAccuracy): number => (ulp <= 0.5 ? 0 : ulp / (bound.ulp ?? 4));
  const sorted = [...measured].sort((a, b) => excess(b) - excess(a));
  const head = `${measured.length} ops in float32, those nearest to their bounds:`;
  console.log([head, ...sorted.slice(0, 8).map(told)].join("\n  "));
});
