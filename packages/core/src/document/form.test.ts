import { expect, test } from "vitest";
import { z } from "zod";
import { problemsOf } from "../testing/refusals.js";
import { checkForm } from "./form.js";

const schema = z.strictObject({
  name: z.string(),
  size: z.int().min(1).optional(),
  rate: z.number().gt(0).lt(1).optional(),
  mode: z.enum(["train", "eval"]).default("train"),
  shape: z.array(z.union([z.int(), z.string()])).optional(),
  stop: z.union([z.string(), z.strictObject({ steps: z.int(), why: z.string().optional() })]).optional(),
  nodes: z.record(z.string(), z.strictObject({ op: z.string(), in: z.array(z.string()) })).optional(),
});
const problems = (value: unknown): readonly unknown[] =>
  problemsOf(() => checkForm(schema, value, ["model"]));

test("what has the form comes back with defaults filled in", () => {
  expect(checkForm(schema, { name: "a" }, [])).toEqual({ name: "a", mode: "train" });
});

test("an unknown key is named, with those that are known and the nearest of them", () => {
  const need = "one of name, size, rate, mode, shape, stop, nodes";
  expect(problems({ name: "a", sise: 1, q: 2 })).toEqual([
    { code: "unknown-key", path: ["model", "sise"], got: '"sise"', need, try: '"size"' },
    { code: "unknown-key", path: ["model", "q"], got: '"q"', need, try: 'leave out "q"' },
  ]);
});

test("below a record too, the known keys are those of that place", () => {
  expect(problems({ name: "a", nodes: { u1: { op: "x", inn: [] } } })).toEqual([
    {
      code: "unknown-key",
      path: ["model", "nodes", "u1", "inn"],
      got: '"inn"',
      need: "one of op, in",
      try: '"in"',
    },
  ]);
});

test("and inside a union those of its branches", () => {
  expect(problems({ name: "a", stop: { steps: 1, wy: "" } })).toEqual([
    {
      code: "unknown-key",
      path: ["model", "stop", "wy"],
      got: '"wy"',
      need: "one of steps, why",
      try: '"why"',
    },
  ]);
});

test.each<[unknown, object]>([
  [{}, { code: "missing-key", path: ["model"], got: 'no "name"', need: "a string" }],
  [
    { name: "a", nodes: { u1: { op: "x" } } },
    { code: "missing-key", path: ["model", "nodes", "u1"], got: 'no "in"', need: "a list" },
  ],
  [{ name: 1 }, { code: "wrong-type", path: ["model", "name"], got: "1", need: "a string", try: '"1"' }],
  [
    { name: "a", size: 0 },
    { code: "bad-value", path: ["model", "size"], got: "0", need: "at least 1", try: "1" },
  ],
  [
    { name: "a", size: 1.5 },
    { code: "wrong-type", path: ["model", "size"], got: "1.5", need: "an integer" },
  ],
  [
    { name: "a", rate: 0 },
    { code: "bad-value", path: ["model", "rate"], got: "0", need: "more than 0" },
  ],
  [
    { name: "a", rate: 1 },
    { code: "bad-value", path: ["model", "rate"], got: "1", need: "less than 1" },
  ],
  [
    { name: "a", mode: "evla" },
    {
      code: "bad-value",
      path: ["model", "mode"],
      got: '"evla"',
      need: 'one of "train", "eval"',
      try: '"eval"',
    },
  ],
  [
    { name: "a", shape: ["N", null] },
    { code: "wrong-type", path: ["model", "shape", 1], got: "null", need: "a number, or a string" },
  ],
  [
    { name: "a", stop: 3 },
    { code: "wrong-type", path: ["model", "stop"], got: "3", need: "a string, or an object" },
  ],
  [
    { name: "a", stop: {} },
    { code: "missing-key", path: ["model", "stop"], got: 'no "steps"', need: "a number" },
  ],
  [
    { name: "a", stop: { steps: "1" } },
    { code: "wrong-type", path: ["model", "stop", "steps"], got: '"1"', need: "a number", try: "1" },
  ],
  [
    { name: "a", nodes: [] },
    { code: "wrong-type", path: ["model", "nodes"], got: "[]", need: "an object" },
  ],
])("%j is refused", (value, problem) => expect(problems(value)).toEqual([problem]));

test("the whole may be of the wrong type or missing", () => {
  expect(problemsOf(() => checkForm(schema, 3, ["model"]))).toEqual([
    { code: "wrong-type", path: ["model"], got: "3", need: "an object" },
  ]);
  expect(problemsOf(() => checkForm(schema, undefined, ["model"]))).toEqual([
    { code: "missing-key", path: [], got: 'no "model"', need: "an object" },
  ]);
  expect(problemsOf(() => checkForm(schema, undefined, []))).toEqual([
    { code: "wrong-type", path: [], got: "nothing", need: "an object" },
  ]);
});

test("several mistakes are told at once, long values are cut, and twenty are enough", () => {
  expect(problems({ name: 1, size: "x", rate: 2 })).toHaveLength(3);
  const [problem] = problems({ name: Array(100).fill("long") }) as { got: string }[];
  expect(problem!.got).toHaveLength(58);
  expect(problems({ name: "a", shape: Array(1000).fill(null) })).toHaveLength(20);
  expect(
    problems({ name: "a", ...Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${i}`, 1])) }),
  ).toHaveLength(20);
});
