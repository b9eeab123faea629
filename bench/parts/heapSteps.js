// `node --expose-gc heapSteps.js ENGINE STEPS` prints what the heap holds before and after, as JSON.
import { PerformanceObserver } from "node:perf_hooks";
import path from "node:path";
import { readData, writeData } from "../lib/data.js";
import { buildFolder } from "../lib/peers.js";
import { rows } from "../lib/rows.js";
import { trainer } from "../lib/trainer.js";

const [engine, steps] = [process.argv[2], Number(process.argv[3])];
const counted = 10_000;
const folder = writeData("W2", rows.W2, path.join(buildFolder, "data"));
const { reset, run } = await trainer(rows.W2, readData(rows.W2, folder), engine);
reset();
run(20_000);

let collections = 0;
new PerformanceObserver((list) => (collections += list.getEntries().length)).observe({ entryTypes: ["gc"] });
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
globalThis.gc();
globalThis.gc();
await settle();
collections = 0;
const before = process.memoryUsage().heapUsed;
run(steps);
await settle();
const during = collections;
globalThis.gc();
globalThis.gc();
const after = process.memoryUsage().heapUsed;
console.log(JSON.stringify({ before, after, collections: during, arrays: countArrays(), counted }));

/** Typed arrays, array buffers and DataViews that the steps make, by construction or by method. */
function countArrays() {
  let made = 0;
  const count = (make) =>
    new Proxy(make, {
      construct(target, args, self) {
        made++;
        return Reflect.construct(target, args, self);
      },
      apply(target, self, args) {
        made++;
        return Reflect.apply(target, self, args);
      },
    });
  const names = ["Float32Array", "Float64Array", "Int32Array", "Uint8Array", "ArrayBuffer", "DataView"];
  for (const name of names) globalThis[name] = count(globalThis[name]);
  const shared = Object.getPrototypeOf(Int32Array.prototype);
  for (const name of ["subarray", "slice", "map", "filter"]) shared[name] = count(shared[name]);
  new Float32Array(1).subarray(0);
  // The line above is counted twice: otherwise the counting itself has failed.
  if (made !== 2) throw new Error(`counted ${made} arrays of 2`);
  made = 0;
  run(counted);
  return made;
}
