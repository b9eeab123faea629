// W6: graphs of very many scalar nodes; bench/scalar.js measures them.
import { three } from "../lib/stats.js";
import { markdown } from "../lib/tables.js";
import { inProcess } from "./child.js";

export async function scalarGraphs({ engine, quick, say }) {
  say("W6");
  const counts = quick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000];
  const figures = await inProcess("scalar.js", ["--json", "--engine", engine, ...counts.map(String)]);
  const body = figures.map(({ count, nodes, build, differentiate, compile, evaluate, floor }) =>
    [count.toLocaleString("en"), nodes.toLocaleString("en")].concat(
      [build, differentiate, compile, evaluate, floor].map(three),
    ),
  );
  const head = ["operations", "nodes", "build", "differentiate", "compile", "evaluate", "plain loop"];
  return { title: "W6: graphs of scalars, ns a node (medians)", text: markdown(head, body), figures };
}
