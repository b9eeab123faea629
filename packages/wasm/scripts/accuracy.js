// Prints the steps and the worst error of each function of the wasm engine, in units in the last place, on many drawn
// points. Run it as `pnpm accuracy [points in float32] [points in float64] [seed]`.
import { machineFunctions } from "../dist/math/functions.js";
import { functionLine } from "../dist/math/line.js";
import { worstError } from "../dist/math/testing/worstError.js";

const [points32 = 1_000_000, points64 = 20_000, seed = 1] = process.argv.slice(2).map(Number);
console.log(`float32 on ${points32} points, float64 on ${points64}, seed ${seed}`);
console.log("function   element  steps  worst ulp  at");
for (const name of Object.keys(machineFunctions)) {
  for (const [element, count] of [
    ["f32", points32],
    ["f64", points64],
  ]) {
    const { ulp, at } = worstError(name, element, count, seed);
    const { steps } = functionLine(name, element);
    const cells = [
      name.padEnd(10),
      element.padEnd(8),
      String(steps.length).padStart(5),
      ulp.toFixed(3).padStart(10),
    ];
    console.log(`${cells.join(" ")}  ${at.join(", ")}`);
  }
}
