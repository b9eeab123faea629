// Plants mistakes in the formulas, rules, decompositions, shapes and kernels of every op, one at a time, and asks the laws about
// each. Run it as `pnpm mutants [--update] [--only OP]`; --update writes down the result in packages/ops/mutants.json. Ends with status 1
// where a mutant survives that src/testing/equivalentMutants.ts does not list with a reason, or where one that it lists does not.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { MutantJudge, mutantName, Registry } from "@chainrule/core";
import { builtin } from "@chainrule/ops";
import { definitions } from "../dist/testing/definitions.js";
import { equivalentMutants } from "../dist/testing/equivalentMutants.js";

const { values } = parseArgs({ options: { update: { type: "boolean" }, only: { type: "string" } } });
const seed = 1;
const registry = new Registry([builtin]);
const judge = new MutantJudge(registry, { seed, definitions });
const ops = registry.names("ops").filter((name) => values.only === undefined || name === values.only);
const verdicts = [];
for (const op of ops) {
  const own = judge.mutants(op).map((mutant) => judge.judge(mutant));
  verdicts.push(...own);
  const count = own.filter(({ killedBy }) => killedBy === undefined).length;
  console.log(`${op.padEnd(40)} ${String(own.length).padStart(4)} mutants, ${count} survive`);
}

const survivors = verdicts.filter(({ killedBy }) => killedBy === undefined).map(mutantName);
const unexplained = survivors.filter((name) => !equivalentMutants.has(name));
const stale = [...equivalentMutants.keys()].filter(
  (name) => ops.includes(name.split(",")[0]) && !survivors.includes(name),
);
for (const name of unexplained) console.log(`survives: ${name}`);
for (const name of stale) console.log(`listed as equivalent, but killed or gone: ${name}`);
console.log(
  `${verdicts.length} mutants of ${ops.length} ops, ${survivors.length} survive, ${unexplained.length} of them unexplained`,
);
process.exitCode = unexplained.length + stale.length > 0 ? 1 : 0;

if (values.update && values.only === undefined) {
  const killed = verdicts.filter(({ killedBy }) => killedBy !== undefined);
  const lawOf = ({ op, killedBy }) =>
    `${killedBy.startsWith(`${op}: `) ? "" : "of an op that uses it: "}${killedBy.replace(/^.*?: /, "")}`;
  const result = {
    command: "pnpm mutants --update",
    seed,
    ops: ops.length,
    mutants: verdicts.length,
    ofPart: countBy(verdicts, ({ part }) => part.split(" ")[0]),
    killed: killed.length,
    byLaw: countBy(killed, lawOf),
    survivors: Object.fromEntries(
      survivors.map((name) => [name, equivalentMutants.get(name) ?? "unexplained"]),
    ),
  };
  writeFileSync(new URL("../mutants.json", import.meta.url), `${JSON.stringify(result, null, 2)}\n`);
}

/** How many of some verdicts there are, by what a function says of each. */
function countBy(list, key) {
  const counts = {};
  for (const verdict of list) counts[key(verdict)] = (counts[key(verdict)] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
