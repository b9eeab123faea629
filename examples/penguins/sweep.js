// Trains the spec with twenty seeds, and prints how often each run is right about the penguins held out.
// After `pnpm build`: node examples/penguins/sweep.js
import { fileURLToPath } from "node:url";
import { events } from "chainrule";
import { openSpecFile } from "chainrule/node";

const spec = fileURLToPath(new URL("penguins.json", import.meta.url));
const accuracies = [];
for (let seed = 0; seed < 20; seed++) {
  const { project } = openSpecFile(spec, { edits: [{ path: "seed", value: seed }] });
  for await (const event of events(project.job)) {
    if (event.type === "run.end") accuracies.push(event.values["test/accuracy"]);
  }
  console.log(`seed ${String(seed).padStart(2)}  test accuracy ${accuracies[seed].toFixed(4)}`);
}
const mean = accuracies.reduce((sum, accuracy) => sum + accuracy) / accuracies.length;
console.log(`mean     test accuracy ${mean.toFixed(4)}`);
