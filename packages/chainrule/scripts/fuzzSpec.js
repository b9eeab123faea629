// Reads mutated specs, very many of them, and tells of every one that ends neither in success nor in a refusal: a crash,
// a hang, a changed prototype. Run it as `pnpm fuzz:spec [--runs 50000] [--seed 1]`; run i is that of seed + i alone.
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { attempt } from "../dist/testing/fuzz/attempt.js";
import { minimised } from "../dist/testing/fuzz/minimise.js";
import { mutated } from "../dist/testing/fuzz/mutate.js";
import { Random } from "../dist/testing/fuzz/random.js";
import { seeds } from "../dist/testing/fuzz/seeds.js";

/** A single spec that takes longer hangs. */
const mostSeconds = 20;

const textOf = (seed) => mutated(seeds, new Random(seed));

if (isMainThread) main();
else work(workerData);

function work({ from, to, step, current }) {
  const counts = { fine: 0, refused: 0, broken: 0 };
  for (let seed = from; seed < to; seed += step) {
    Atomics.store(current, 0, seed);
    const text = textOf(seed);
    const { kind, what } = attempt(text);
    counts[kind]++;
    if (kind === "broken") {
      const small = minimised(text, (other) => attempt(other).what === what);
      parentPort.postMessage({ seed, what, small });
    }
  }
  parentPort.postMessage({ counts });
}

function main() {
  const { values } = parseArgs({ options: { runs: { type: "string" }, seed: { type: "string" } } });
  const runs = Number(values.runs ?? 50_000);
  const first = Number(values.seed ?? Math.floor(Math.random() * 1e9));
  console.log(`${runs} specs from seed ${first}`);
  const start = process.hrtime.bigint();
  const total = { fine: 0, refused: 0, broken: 0 };
  const told = new Set();
  const step = Math.min(availableParallelism(), 4);
  let left = step;
  for (let i = 0; i < step; i++) {
    const current = new Int32Array(new SharedArrayBuffer(4));
    const worker = new Worker(new URL(import.meta.url), {
      workerData: { from: first + i, to: first + runs, step, current },
    });
    const dog = watch(current, (seed) => {
      console.log(`HANG  seed ${seed}\n${textOf(seed)}\n`);
      total.broken++;
      void worker.terminate();
    });
    worker.on("message", ({ counts, seed, what, small }) => {
      if (counts) for (const kind of Object.keys(total)) total[kind] += counts[kind];
      else if (!told.has(what)) {
        told.add(what);
        console.log(`BROKEN  seed ${seed}: ${what}\n${small}\n`);
      }
    });
    worker.on("error", (error) => {
      console.log(`CRASH  seed ${Atomics.load(current, 0)}: ${error.stack}`);
      total.broken++;
    });
    worker.on("exit", () => {
      clearInterval(dog);
      if (--left > 0) return;
      const seconds = Number(process.hrtime.bigint() - start) / 1e9;
      console.log(
        `${total.fine} fine, ${total.refused} refused, ${total.broken} broken, in ${seconds.toFixed(0)} s`,
      );
      process.exitCode = total.broken === 0 ? 0 : 1;
    });
  }
}

/** Looks now and then whether a worker is still at the same spec. */
function watch(current, bark) {
  let seed = -1;
  let since = 0;
  return setInterval(() => {
    const now = Atomics.load(current, 0);
    since = now === seed ? since + 1 : 0;
    seed = now;
    if (since === mostSeconds) bark(seed);
  }, 1000);
}
