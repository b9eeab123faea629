import { expect, test } from "vitest";
import { attribute } from "./attribute.js";
import { fillFromPlace, noAttributes, resolveAttributes } from "./attributes.js";
import { problemsOf } from "./testing/refusals.js";

const schema = {
  alpha: attribute.number({ doc: "the slope", min: 0 }),
  form: attribute.choice(["multiply", "divide"], { doc: "what alpha does", default: "multiply" }),
};
const resolve = (given: Readonly<Record<string, unknown>>): unknown =>
  resolveAttributes("op leakyRelu", schema, given);

test("what is given is kept, what is left out has its default, and the result is frozen", () => {
  const resolved = resolve({ alpha: 0.1 });
  expect(resolved).toEqual({ alpha: 0.1, form: "multiply" });
  expect(Object.isFrozen(resolved)).toBe(true);
  expect(resolve({ alpha: 0.1, form: undefined })).toEqual({ alpha: 0.1, form: "multiply" });
});

test("an op without attributes takes none", () => {
  expect(resolveAttributes("op tanh", undefined, {})).toBe(noAttributes);
  expect(problemsOf(() => resolveAttributes("op tanh", undefined, { alpha: 1 }))).toEqual([
    {
      code: "unknown-attribute",
      path: ["alpha"],
      got: '"alpha"',
      need: "no attributes for op tanh",
      try: 'leave out "alpha"',
    },
  ]);
});

test("every mistake is told, each with the key as its path, a misspelt key once", () => {
  expect(problemsOf(() => resolve({ alpah: 1, form: "add" }))).toEqual([
    {
      code: "unknown-attribute",
      path: ["alpah"],
      got: '"alpah"',
      need: "an attribute of op leakyRelu",
      try: '"alpha"',
    },
    { code: "bad-attribute", path: ["form"], got: '"form": "add"', need: 'one of "multiply", "divide"' },
  ]);
});

test.each<[Readonly<Record<string, unknown>>, string | undefined]>([
  [{}, '"alpha": 0.1'],
  [{ alpha: "0.5" }, '"alpha": 0.5'],
  [{ alpha: -1 }, '"alpha": 0'],
  [{ alpha: "steep" }, undefined],
  [{ alpha: 1, form: "multipyl" }, '"form": "multiply"'],
  [{ alpha: 1, beta: 2 }, 'leave out "beta"'],
  [{ alpha: 1, alhpa: 2 }, 'leave out "alhpa"'],
])("%j could be mended by %s", (given, hint) => {
  expect(problemsOf(() => resolve(given)).map((problem) => problem.try)).toEqual([hint]);
});

test("names that every object inherits are unknown like any other", () => {
  const [problem] = problemsOf(() => resolve({ alpha: 1, toString: 1 }));
  expect(problem).toMatchObject({ code: "unknown-attribute", path: ["toString"] });
});

test("a stream that is left out is the node's path, and a seed the graph's", () => {
  const random = { ...schema, stream: attribute.stream({ doc: "" }), seed: attribute.seed({ doc: "" }) };
  const fill = (given: object, stream = "h/d") => fillFromPlace(random, { ...given }, { stream, seed: 7 });
  expect(fill({ alpha: 1 })).toEqual({ alpha: 1, stream: "h/d", seed: 7 });
  expect(fill({ stream: "mine", seed: 0 })).toEqual({ stream: "mine", seed: 0 });
  expect(fill({}, "")).toEqual({ seed: 7 });
  const given = { alpha: 1 };
  expect(fillFromPlace(schema, given, { stream: "d", seed: 7 })).toBe(given);
});
