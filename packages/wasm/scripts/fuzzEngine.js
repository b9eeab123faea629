// Runs very many random graphs on two engines that must give the same bits, and holds every node against float64. Run it as
// `pnpm fuzz:engine [--graphs 10000] [--seed 1] [--only NUMBER]`; the first graph that fails is shrunk and told, with exit code 1.
import { parseArgs } from "node:util";
import { Registry } from "@chainrule/core";
import { builtin } from "@chainrule/ops";
import { optimPlugin } from "@chainrule/optim";
import { Coverage } from "../dist/testing/fuzz/coverage.js";
import { fuzzedEngines } from "../dist/testing/fuzz/engines.js";
import { randomGraphs } from "../dist/testing/fuzz/randomGraph.js";
import { reproduction } from "../dist/testing/fuzz/reproduction.js";
import { SamenessCounts, samenessFailure } from "../dist/testing/fuzz/sameness.js";
import { shrink } from "../dist/testing/fuzz/shrink.js";

const { values } = parseArgs({
  options: { graphs: { type: "string" }, seed: { type: "string" }, only: { type: "string" } },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
const only = values.only === undefined ? undefined : Number(values.only);
const graphs = only === undefined ? Number(values.graphs ?? 10_000) : only + 1;

const registry = new Registry([builtin, optimPlugin]);
const { a, b, names } = fuzzedEngines;
const coverage = new Coverage(registry);
const counts = new SamenessCounts();
const start = process.hrtime.bigint();
console.log(`${graphs} graphs from seed ${seed} on ${names}`);
process.exitCode = run();

function run() {
  for (const item of randomGraphs(seed, registry, coverage)) {
    if (only === undefined || item.number === only) {
      const told = samenessFailure(item, { registry, a, b }, counts);
      if (told !== undefined) {
        const failure = (other) => samenessFailure(other, { registry, a, b });
        console.log(reproduction(shrink(item, told, failure, registry), registry, names));
        return 1;
      }
    }
    const done = item.number + 1;
    if (done % 500 === 0) console.log(`${done} of ${graphs} graphs, ${counts.numbers} numbers the same`);
    if (done === graphs) {
      const seconds = Number(process.hrtime.bigint() - start) / 1e9;
      console.log(`${coverage.table()}\n${counts.text()}\nin ${seconds.toFixed(0)} s`);
      return 0;
    }
  }
}
