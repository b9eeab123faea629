// Plants a mistake in every handwritten vjp, one at a time, and prints what the gradient law says of each.
// Run it as `pnpm faults`. Ends with status 1 where a fault goes unnoticed.
import { plantable, plantFault, Registry } from "@chainrule/core";
import { builtin } from "@chainrule/ops";

const registry = new Registry([builtin]);
const faults = registry
  .all("ops")
  .flatMap((op) => plantable(op).map(({ input, kind }) => plantFault(registry, op, input, kind)));

for (const { op, input, kind, noticed } of faults) {
  console.log(
    `${noticed ? "seen  " : "MISSED"}  ${`${op}, by ${input}`.padEnd(44)} ${kind.padEnd(36)} ${(noticed ?? "").split("\n")[0]}`,
  );
}
const missed = faults.filter(({ noticed }) => noticed === undefined).length;
console.log(`${faults.length} faults planted, ${faults.length - missed} seen, ${missed} missed`);
process.exitCode = missed > 0 ? 1 : 0;
