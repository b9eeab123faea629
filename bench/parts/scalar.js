// W6: graphs of very many scalar nodes; bench/scalar.js measures them.
import { three } from "../lib/stats.js";
import { firstLine } from "../lib/steps.js";
import { markdown } from "../lib/tables.js";
import { inProcess } from "./child.js";

/** Each in a process of its own; the reference engine beside the one that is measured. */
export async function scalarGraphs({ engine, quick, say }) {
  const counts = quick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000];
  const figures = {};
  const body = [];
  for (const name of new Set([engine, "reference"])) {
    for (const count of counts) {
      const result = await attempt(name, count);
      (figures[name] ??= {})[count] = result;
      body.push([name, count.toLocaleString("en"), ...cells(result)]);
      say(`W6 ${name} ${count}: ${result.fails ?? "measured"}`);
    }
  }
  const head = [
    "engine",
    "operations",
    "nodes",
    "build",
    "differentiate",
    "compile",
    "evaluate",
    "plain loop",
  ];
  return { title: "W6: graphs of scalars, ns a node (medians)", text: markdown(head, body), figures };
}

async function attempt(engine, count) {
  try {
    const [result] = await inProcess("scalar.js", ["--json", "--engine", engine, String(count)]);
    return result;
  } catch (error) {
    return { fails: firstLine(error) };
  }
}

function cells({ nodes, build, differentiate, compile, evaluate, floor, fails }) {
  if (fails !== undefined) return [`fails: ${fails}`, "–", "–", "–", "–", "–"];
  return [nodes.toLocaleString("en"), ...[build, differentiate, compile, evaluate, floor].map(three)];
}
