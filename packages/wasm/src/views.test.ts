import { Builder, compile, type Engine, reference, Registry, State, type Value } from "@chainrule/core";
import {
  add,
  builtin,
  flatten,
  matmul,
  multiply,
  pad,
  slice,
  split,
  squeeze,
  stack,
  sum,
  tanh,
  tile,
  transpose,
  unsqueeze,
} from "@chainrule/ops";
import { describe, expect, test } from "vitest";
import { loopsOf } from "./engine/loops.js";
import { wasm } from "./engine/wasm.js";
import { evaluateOn, wholeNumbers } from "./testing/evaluateOn.js";

const registry = new Registry([builtin]);
const engines: readonly Engine[] = [wasm(), wasm({ emitter: "interpreter", poison: 64 })];
/** Lengths that vectors of four and two lanes divide, and lengths that they do not. */
const lengths = [1, 3, 4, 8, 17];

/** Other orders in which the elements of a matrix can be read. */
const views: Readonly<Record<string, (x: Value) => Value>> = {
  backwards: (x) => slice(x, { axis: 1, step: -1 }),
  "rows backwards": (x) => slice(x, { axis: 0, step: -1 }),
  "every other": (x) => slice(x, { axis: 1, step: 2 }),
  "every third, backwards": (x) => slice(x, { axis: -1, step: -3 }),
  "backwards from the last but one": (x) => slice(x, { axis: 0, start: -2, step: -1 }),
  "both ways round": (x) => slice(slice(x, { axis: 0, step: -1 }), { axis: 1, step: -2 }),
  "backwards twice": (x) => slice(slice(x, { axis: 1, step: -1 }), { axis: 1, step: -1 }),
  "turned and backwards": (x) => slice(transpose(x), { axis: 1, step: -1 }),
  "a part of a part": (x) =>
    split(slice(x, { axis: 1, step: -1 }), { axis: 0, parts: [1, (x.shape[0] as number) - 1] })[1]!,
};

/** What reads them. */
const readers: Readonly<Record<string, (x: Value) => Value>> = {
  itself: (x) => x,
  "with itself": (x) => add(multiply(x, x), x),
  "with the other way round": (x) => add(slice(x, { axis: 1, step: -1 }), multiply(x, 3)),
  "sum of rows": (x) => sum(x, { axes: [1] }),
  "sum of columns": (x) => sum(x, { axes: [0] }),
  "sum of all": (x) => sum(x),
  product: (x) => matmul(x, transpose(x)),
  "row vector": (x) => matmul(transpose(x), x),
  "one row": (x) => squeeze(slice(x, { axis: 0, stop: 1 }), { axes: [0] }),
  "in one axis": (x) => flatten(x, { axis: 0 }),
  "with new axes": (x) => add(unsqueeze(x, { axes: [0, 2] }), unsqueeze(x, { axes: [1, 2] })),
  stacked: (x) => stack([x, x, slice(x, { axis: 0, step: -1 })], { axis: 1 }),
  tiled: (x) => tile(x, { repeats: [2, 3] }),
  padded: (x) => pad(x, { axis: [0, 1], before: [1, 0], after: 2, between: [0, 1], value: -2 }),
};

describe.each(Object.entries(views))("%s", (_, view) => {
  test.each(Object.entries(readers))("%s", (__, read) => {
    for (const length of lengths) {
      for (const rows of [2, 5]) {
        const inputs = [wholeNumbers([rows, length])];
        const exact = evaluateOn(reference(), (x) => read(view(x!)), inputs);
        for (const engine of engines) {
          const made = evaluateOn(engine, (x) => read(view(x!)), inputs);
          expect(made.shape, `${rows} by ${length}`).toEqual(exact.shape);
          // Of two zeros the sign may differ where they were added in another order.
          expect(
            Array.from(made.data, (x) => x + 0),
            `${rows} by ${length}`,
          ).toEqual(Array.from(exact.data, (x) => x + 0));
        }
      }
    }
  });
});

test.each(Object.entries(views))("%s costs nothing: whatever reads it reads x itself", (_, view) => {
  const builder = new Builder({ registry });
  const x = builder.source("input", "x", [6, 16], "float32");
  const y = builder.name(tanh(unsqueeze(view(x), { axes: [1] })), "y");
  const graph = builder.finish({ outputs: { y: y.id! } });
  const plan = compile(graph, { registry, engine: wasm(), state: new State([]) });
  expect([...loopsOf(plan).matchAll(/^\/\/ (.*)$/gm)].map(([, title]) => title)).toEqual(["y"]);
});
