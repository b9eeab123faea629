// What 10⁶ steps of W2 leave on the heap, and how many typed arrays they make.
import { markdown } from "../lib/tables.js";
import { inProcess } from "./child.js";

export async function heapFlatness({ engine, peers, quick, say }) {
  say("heap");
  const steps = quick ? 50_000 : 1_000_000;
  const nodes = peers.filter(({ family }) => family === "chainrule");
  const figures = {};
  for (const { name, command } of nodes) {
    const [program] = command();
    figures[name] = await inProcess("parts/heapSteps.js", [engine, String(steps)], ["--expose-gc"], program);
  }
  const body = Object.entries(figures).map(([name, { before, after, arrays, counted, collections }]) => [
    name,
    String(before),
    String(after),
    `${arrays} in ${counted.toLocaleString("en")} steps`,
    String(collections),
  ]);
  const head = ["", "heap before (bytes)", "after", "typed arrays made", "garbage collections"];
  return { title: `heap: ${steps.toLocaleString("en")} steps of W2`, text: markdown(head, body), figures };
}
