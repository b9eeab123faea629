import fc from "fast-check";
import { expect, test } from "vitest";
import { compile } from "../compile.js";
import { differentiate } from "../differentiate.js";
import { Refusal } from "../errors.js";
import type { Json } from "../graph.js";
import { createState } from "../initialState.js";
import { reference } from "../reference/engine.js";
import { problemsOf } from "../testing/refusals.js";
import { testRegistry as registry } from "../testing/testOps.js";
import { build } from "./build.js";
import { readModel } from "./spec.js";

fc.configureGlobal({ seed: 1 });

const model = {
  inputs: { x: { shape: ["N", 2], doc: "rows" }, n: { shape: [2], dtype: "int32" } },
  params: { w: { shape: ["p"], value: [1, 2] }, v: { shape: [], init: { type: "drawn" } } },
  buffers: { mean: { shape: [2], fit: "mean", of: "x" }, one: { shape: [], value: 1 } },
  constants: { c: { value: [[1, 2]] } },
  nodes: {
    u1: { op: "multiply", in: ["x", "w"] },
    u2: { op: "cube", in: { x: "u1" }, factor: 2 },
    u3: { op: "broadcastTo", in: [0.5], shape: ["N", "p"] },
    u4: { op: "add", in: ["u2", "u3"] },
    u5: { op: "scale", in: ["u4", "n"] },
    u6: { op: "sum", in: ["u5"], axes: [-1], keepDims: true },
    l: { op: "sum", in: ["u6"] },
  },
  outputs: { l: "l" },
};

test("a model that has the form is read as it is", () => expect(readModel(model)).toEqual(model));

test.each<[string, object, object]>([
  ["no nodes", { inputs: {}, outputs: {} }, { code: "missing-key", path: ["model"], got: 'no "nodes"' }],
  [
    "an unknown section",
    { ...model, prams: {} },
    { code: "unknown-key", path: ["model", "prams"], try: 'leave out "prams"' },
  ],
  [
    "a node without inputs",
    { ...model, nodes: { y: { op: "tanh" } } },
    { code: "missing-key", path: ["model", "nodes", "y"], got: 'no "in"' },
  ],
  [
    "an input that is neither id nor number",
    { ...model, nodes: { y: { op: "tanh", in: [null] } } },
    {
      code: "wrong-type",
      path: ["model", "nodes", "y", "in", 0],
      got: "null",
      need: "a string, or a number",
    },
  ],
  [
    "a dim that is no size",
    { ...model, inputs: { x: { shape: [-1] } } },
    { code: "bad-value", path: ["model", "inputs", "x", "shape", 0], got: "-1", need: "at least 0" },
  ],
  [
    "a dtype that is none",
    { ...model, inputs: { x: { shape: [], dtype: "float16" } } },
    { code: "bad-value", path: ["model", "inputs", "x", "dtype"], got: '"float16"' },
  ],
  [
    "an initialiser without type",
    { ...model, params: { w: { shape: [], init: { std: 1 } } } },
    { code: "missing-key", path: ["model", "params", "w", "init"], got: 'no "type"' },
  ],
  [
    "an unknown key of a parameter",
    { ...model, params: { w: { shape: [], int: "he" } } },
    { code: "unknown-key", path: ["model", "params", "w", "int"], try: '"init"' },
  ],
])("%s is refused", (_, value, problem) => {
  expect(problemsOf(() => readModel(value))).toMatchObject([problem]);
});

const leaf = fc.oneof(
  fc.constantFrom<Json>(
    "x",
    "w",
    "u1",
    "l",
    "N",
    "p",
    "tanh",
    "sum",
    "drawn",
    "mean",
    "int32",
    "",
    "a/b",
    "grad",
    "toString",
    null,
    true,
    false,
    [],
    {},
    -0,
    1e308,
    2 ** 53,
    0.5,
  ),
  fc.integer({ min: -3, max: 5 }),
);
const anything = fc.oneof(
  { weight: 3, arbitrary: leaf },
  fc.array(leaf, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom("op", "in", "shape", "value", "init", "type", "x", "a"), leaf, {
    maxKeys: 3,
  }),
);

/** Replaces, removes or adds something at a place that a walk of random steps comes to. */
function tamper(document: Json, walk: readonly number[], value: Json, kind: number): Json {
  const copy = structuredCloneOf(document);
  let inner: Json = copy;
  for (const [depth, step] of walk.entries()) {
    if (typeof inner !== "object" || inner === null) break;
    const keys = Object.keys(inner);
    const key = keys[step % Math.max(1, keys.length)];
    const container = inner as Record<string, Json>;
    if (key === undefined || depth === walk.length - 1 || typeof container[key] !== "object") {
      if (kind === 0 && key !== undefined && !Array.isArray(container)) delete container[key];
      else container[kind === 1 || key === undefined ? "extra" : key] = value;
      break;
    }
    inner = container[key]!;
  }
  return copy;
}

function structuredCloneOf(document: Json): Json {
  return JSON.parse(JSON.stringify(document)) as Json;
}

test("a model that was tampered with becomes a graph that runs, or is refused in words", () => {
  let accepted = 0;
  const walk = fc.array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(walk, anything, fc.nat({ max: 3 }), (steps, value, kind) => {
      const tampered = tamper(model, steps, value as Json, kind);
      try {
        const graph = build({ dtype: "float64", model: readModel(tampered) }, { registry });
        const state = createState(graph, registry);
        for (const id of state.unset()) state.write(id, state.peek(id).data);
        const options = { registry, engine: reference(), state, dims: { N: 3 } };
        compile(graph, options);
        compile(differentiate(graph, { of: "l", wrt: ["w"], registry }), options);
        accepted++;
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        expect(error.problems.length).toBeGreaterThan(0);
        for (const { code, got, need, path, at } of error.problems) {
          expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
          expect(got.length * need.length).toBeGreaterThan(0);
          expect(path !== undefined || at !== undefined).toBe(true);
        }
      }
    }),
    { numRuns: 3000 },
  );
  expect(accepted).toBeGreaterThan(100);
});
