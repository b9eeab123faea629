// How long `compile` takes: in a process that compiles nothing else, and once it is warm.
import { median, three } from "../lib/stats.js";
import { firstLine } from "../lib/steps.js";
import { markdown } from "../lib/tables.js";
import { inProcess } from "./child.js";
import { networks } from "./compilePlan.js";

export async function compileTimes({ engine, quick, say }) {
  const figures = {};
  for (const name of Object.keys(networks)) {
    try {
      figures[name] = await compileTime(name, engine, quick);
    } catch (error) {
      figures[name] = { fails: firstLine(error) };
    }
    say(`compile ${name}: ${figures[name].fails ?? `${three(figures[name].cold)} ms`}`);
  }
  const body = Object.entries(figures).map(([name, { nodes, cold, warm, fails }]) =>
    fails === undefined
      ? [name, String(nodes), three(cold), three(warm)]
      : [name, "–", `fails: ${fails}`, "–"],
  );
  const head = ["training step of", "nodes", "first in its process", "when warm"];
  return { title: "compile: ms a plan (medians)", text: markdown(head, body), figures };
}

/** The median of several processes' first compiles, and the last one's median of further ones. */
async function compileTime(name, engine, quick) {
  const cold = [];
  let last;
  for (let run = 0; run < (quick ? 1 : 5); run++) {
    last = await inProcess("parts/compilePlan.js", [name, engine, quick ? "3" : "15"]);
    cold.push(last.cold);
  }
  return { ...last, cold: median(cold) };
}
