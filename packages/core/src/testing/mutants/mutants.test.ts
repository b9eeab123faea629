import { expect, test } from "vitest";
import { float64Algebra } from "../../formula/float64.js";
import { type StraightLine, traceFormula } from "../../formula/trace.js";
import { testRegistry } from "../testOps.js";
import { MutantJudge } from "./judge.js";
import { mutantsOfLine, runLine } from "./lineMutants.js";
import { mutantName } from "./mutant.js";

const judge = new MutantJudge(testRegistry);

/** (x + 1) / |y| */
const line = traceFormula(2, (m, [x, y]) => m.divide(m.add(x!, 1), m.abs(y!)));
const at = (given: StraightLine, x: number, y: number): unknown => runLine(float64Algebra, given, [x, y]);

test("a line computes what its formula does", () => {
  expect(at(line, 5, -2)).toBe(3);
});

test("each operation is mistaken in each way", () => {
  const made = mutantsOfLine(line).map(({ change, line: mutant }) => [change, at(mutant, 5, -2)]);
  expect(made).toEqual([
    ["add 0: subtract", 2],
    ["add 0: only the first", 2.5],
    ["add 0: only the second", 0.5],
    ["add 0: 1 is 1.000001", 6.000001 / 2],
    ["abs 1: left out", -3],
    ["divide 2: multiply", 12],
    ["divide 2: swapped", 2 / 6],
    ["divide 2: only the first", 6],
    ["divide 2: only the second", 2],
  ]);
});

test("of a choice, comparison, order and bound are mistaken", () => {
  const relu = traceFormula(1, (m, [x]) => m.select(m.less(x!, 0), 0, x!));
  expect(mutantsOfLine(relu).map(({ change }) => change)).toEqual([
    "less 0: equal",
    "less 0: swapped",
    "less 0: 0 is 0.1",
    "select 1: swapped",
    "select 1: 0 is 0.000001",
  ]);
});

test("rules, what they hand back, shapes and kernels are mistaken, and the laws tell which they break", () => {
  const verdicts = ["tanh", "sum", "sumSquares"].flatMap((op) =>
    judge.mutants(op).map((mutant) => judge.judge(mutant)),
  );
  const parts = new Set(verdicts.map(({ part }) => part));
  expect(parts).toEqual(new Set(["formula", "vjp x", "decompose", "shape", "kernel"]));
  const names = verdicts.map(mutantName);
  expect(names).toContain("tanh, vjp x, tanhGradient 0: first two swapped");
  expect(names).toContain("tanh, vjp x, times 1 + 1e-6");
  expect(names).toContain("sumSquares, decompose, multiply 0: only the first operand");
  expect(names).toContain("sum, shape, the last dim one more");
  expect(verdicts.find((verdict) => mutantName(verdict) === "tanh, vjp x, wrong sign")!.killedBy).toBe(
    "tanh: its gradient agrees with differences",
  );
});

test("a mistake that only other ops show is seen in those", () => {
  const mutant = judge
    .mutants("tanhGradient")
    .find(({ part, change }) => part === "formula" && change.startsWith("subtract 0: add"))!;
  expect(judge.judge(mutant).killedBy).toBe("tanh: its gradient agrees with differences");
});

test("what stands alone can be wrong unseen: then a definition tells", () => {
  const offset = (by: MutantJudge) =>
    by.judge(by.mutants("cube").find(({ change }) => change === "multiply 0: only the first")!).killedBy;
  expect(offset(judge)).toBeUndefined();
  const definitions = {
    cube: {
      element: ({ x }: Readonly<Record<string, number>>, { factor }: Readonly<Record<string, unknown>>) =>
        Number(factor) * x! ** 3,
    },
  };
  expect(offset(new MutantJudge(testRegistry, { definitions }))).toBe(
    "cube: its value is that of its definition",
  );
});
