import { MutantJudge, mutantName, Registry } from "@chainrule/core";
import { expect, test } from "vitest";
import { builtin } from "./index.js";
import { definitions } from "./testing/definitions.js";
import { equivalentMutants } from "./testing/equivalentMutants.js";

/** One op in so many, and of those one mutant in so many: `pnpm mutants` plants them all. */
const [everyOp, everyMutant] = [7, 4];
const registry = new Registry([builtin]);
const judge = new MutantJudge(registry, { definitions });
const ops = registry.names("ops").filter((_, i) => i % everyOp === 3);

test.each(ops)("the laws see what is wrong in mutants of %s, or it is listed why not", (op) => {
  const some = judge.mutants(op).filter((_, i) => i % everyMutant === 0);
  const survivors = some.filter((mutant) => judge.judge(mutant).killedBy === undefined).map(mutantName);
  expect(some.length).toBeGreaterThan(0);
  expect(survivors.filter((name) => !equivalentMutants.has(name))).toEqual([]);
});

test("without a mistake the laws see none", () => {
  const sigmoid = registry.get("ops", "sigmoid");
  const mutant = { op: "sigmoid", part: "nothing", change: "none", planted: { ...sigmoid } };
  expect(judge.judge(mutant).killedBy).toBeUndefined();
});
