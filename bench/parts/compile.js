// How long `compile` takes: in a process that compiles nothing else, and once it is warm.
import { three } from "../lib/stats.js";
import { markdown } from "../lib/tables.js";
import { inProcess } from "./child.js";
import { networks } from "./compilePlan.js";

export async function compileTimes({ engine, quick, say }) {
  const figures = {};
  for (const name of Object.keys(networks)) {
    const cold = [];
    for (let run = 0; run < (quick ? 1 : 5); run++) {
      const times = await inProcess("parts/compilePlan.js", [name, engine, quick ? "3" : "15"]);
      cold.push(times.cold);
      figures[name] = times;
    }
    figures[name].cold = cold.sort((a, b) => a - b)[cold.length >> 1];
    say(`compile ${name}: ${three(figures[name].cold)} ms`);
  }
  const body = Object.entries(figures).map(([name, { nodes, cold, warm }]) => [
    name,
    String(nodes),
    three(cold),
    three(warm),
  ]);
  const head = ["training step of", "nodes", "first in its process", "when warm"];
  return { title: "compile: ms a plan (medians)", text: markdown(head, body), figures };
}
