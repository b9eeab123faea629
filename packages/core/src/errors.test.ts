import { expect, test } from "vitest";
import {
  formatPath,
  formatPlace,
  formatProblem,
  located,
  maximumProblems,
  type Problem,
  ProblemList,
  Refusal,
} from "./errors.js";

const problem: Problem = {
  code: "shape-mismatch",
  at: "hidden/matmul",
  got: "a [N, 784] from x, b [748, 128] from hidden/W",
  need: "a[1] = b[0]",
  try: '"inputs.x.shape": ["N", 748]',
};
const many = (count: number): Problem[] =>
  Array.from({ length: count }, (_, i) => ({ code: "bad-id", got: String(i), need: "a letter" }));

test("a refusal reads as place, got, need, try", () => {
  expect(formatProblem({ ...problem, file: "penguins.json", line: 14, column: 9 })).toBe(
    [
      "penguins.json:14:9  shape-mismatch at hidden/matmul",
      "  got   a [N, 784] from x, b [748, 128] from hidden/W",
      "  need  a[1] = b[0]",
      '  try   "inputs.x.shape": ["N", 748]',
    ].join("\n"),
  );
});

test("without text the path is the place; without either there is none", () => {
  expect(formatPlace({ ...problem, path: ["model", "nodes", "u1", "in", 0] })).toBe("model.nodes.u1.in[0]");
  expect(formatPlace({ ...problem, path: ["train"], file: "a.json" })).toBe("a.json train");
  expect(formatPlace({ ...problem, path: [] })).toBe("");
  expect(formatProblem({ code: "cycle", got: "a → a", need: "an order" })).toBe(
    "cycle\n  got   a → a\n  need  an order",
  );
});

test.each([
  [[], ""],
  [["a"], "a"],
  [["a", 0, 1, "b"], "a[0][1].b"],
  [[3, "b"], "[3].b"],
])("path %j reads %j", (path, text) => expect(formatPath(path)).toBe(text));

test("a refusal's code is that of its first problem, its message all of them", () => {
  const refusal = new Refusal([problem, { code: "cycle", got: "a", need: "b" }]);
  expect(refusal).toBeInstanceOf(Error);
  expect(refusal.code).toBe("shape-mismatch");
  expect(refusal.message.split("\n").filter((line) => line.startsWith("  got"))).toHaveLength(2);
  expect(new Refusal(problem).problems).toEqual([problem]);
});

test("a refusal reports at most twenty problems, the first ones", () => {
  expect(maximumProblems).toBe(20);
  expect(new Refusal(many(25)).problems).toEqual(many(20));
});

test("a list collects refusals, lets other errors through and throws once", () => {
  const list = new ProblemList();
  list.throwIfAny();
  expect(list.attempt(() => 7)).toBe(7);
  expect(
    list.attempt(() => {
      throw new Refusal(many(2));
    }),
  ).toBeUndefined();
  expect(() =>
    list.attempt(() => {
      throw new RangeError("a bug");
    }),
  ).toThrow(RangeError);
  list.add(problem);
  expect(() => list.throwIfAny()).toThrow(expect.objectContaining({ problems: [...many(2), problem] }));
});

test("a full list runs nothing more", () => {
  const list = new ProblemList();
  many(30).forEach((item) => list.add(item));
  let ran = false;
  expect(() => list.attempt(() => (ran = true))).toThrow(expect.objectContaining({ problems: many(20) }));
  expect(ran).toBe(false);
});

test("what is refused inside is placed below a path; other errors pass", () => {
  const inner: Problem = { ...problem, path: ["lr"] };
  const refused = (): never => {
    throw new Refusal([problem, inner]);
  };
  expect(() => located(["train", "optimiser"], refused)).toThrow(
    expect.objectContaining({
      problems: [
        { ...problem, path: ["train", "optimiser"] },
        { ...problem, path: ["train", "optimiser", "lr"] },
      ],
    }),
  );
  const other = new TypeError("no refusal");
  const failing = (): never => {
    throw other;
  };
  expect(() => located(["train"], failing)).toThrow(other);
  expect(located(["train"], () => 4)).toBe(4);
});
