// Lets the compiler check specs of ever more nodes, and prints what they cost it beside an empty file.
// Run it as `pnpm bench:types`. It asserts nothing: a clock is no test.
import os from "node:os";
import { compileCost } from "../packages/chainrule/dist/testing/compiler.js";
import { largeSpec } from "../packages/chainrule/dist/testing/largeSpec.js";

const nothing = 'import { defineSpec } from "chainrule";\nexport const spec = defineSpec;\n';
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

async function costOf(text) {
  const costs = [];
  for (let run = 0; run < 5; run++) costs.push(await compileCost(text));
  return { seconds: median(costs.map(({ seconds }) => seconds)), instantiations: costs[0].instantiations };
}

const base = await costOf(nothing);
console.log(
  `${os.cpus()[0]?.model}, one thread, medians of 5 runs, without the ${base.seconds} s of an empty file`,
);
console.log("nodes   check (s)   instantiations");
for (const count of [1, 50, 100, 200, 400]) {
  const { seconds, instantiations } = await costOf(largeSpec(count));
  const [time, work] = [(seconds - base.seconds).toFixed(3), instantiations - base.instantiations];
  console.log(`${String(count).padStart(5)} ${time.padStart(11)} ${String(work).padStart(16)}`);
}
