import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isFloat } from "@chainrule/core";
import { writerOf } from "@chainrule/viz";
import { expect, test } from "vitest";
import { defaultRegistry } from "../registry.js";
import { formulasOf } from "../schema/formula.js";
import { opGraphs } from "../testing/opGraphs.js";
import { typeset } from "../testing/typeset.js";

const registry = defaultRegistry();
const ops = registry.all("ops");

/** An op's value, its rules and its derivatives, over all samples, in one notation. */
function formulas(op: (typeof ops)[number], profile: string): string[] {
  const { notation } = registry.get("profiles", profile);
  return opGraphs(op, registry).flatMap((graph) => {
    const writer = writerOf(graph, { registry, notation });
    const { in: inputs } = graph.nodes.at(-1)!;
    const parts = inputs.flatMap((_, i) => [
      writer.rule("out", i, "\\frac{\\partial \\ell}{\\partial y}"),
      writer.derivative("out", i),
    ]);
    return [writer.equation("out"), ...parts].filter((part) => part !== undefined);
  });
}

test.each(ops)("$name is LaTeX in every notation, and so are its rules and derivatives", (op) => {
  for (const { name } of registry.all("profiles")) for (const latex of formulas(op, name)) typeset(latex);
  for (const { latex } of formulasOf(op)) typeset(latex);
});

test("every op's value is written, and a rule for every input that has one", () => {
  for (const op of ops) {
    for (const graph of opGraphs(op, registry)) {
      const writer = writerOf(graph, { registry });
      const node = graph.nodes.at(-1)!;
      expect(writer.value("out"), op.name).toBeDefined();
      node.in.forEach((id, i) => {
        const operand = graph.nodes.find((other) => other.id === id)!;
        const isFree = isFloat(node.dtype) && isFloat(operand.dtype);
        const hasRule = isFree && op.vjp?.[id] !== null;
        expect([op.name, id, writer.rule("out", i, "g") !== undefined]).toEqual([op.name, id, hasRule]);
      });
    }
  }
});

const engine = ["pdflatex", "lualatex", "tectonic"].find(
  (command) => spawnSync(command, ["--version"]).status === 0,
);
if (engine === undefined)
  console.warn("no pdflatex, lualatex or tectonic here: formulas are checked by KaTeX alone");

test.skipIf(engine === undefined)("a LaTeX engine sets them all", { timeout: 300_000 }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), "notation-"));
  const lines = ops.flatMap((op) => formulas(op, "louppe")).map((latex) => `\\[ ${latex} \\]`);
  const text = [
    "\\documentclass{article}",
    "\\usepackage{amsmath,amssymb}",
    "\\begin{document}",
    ...lines,
    "\\end{document}",
  ].join("\n");
  writeFileSync(path.join(folder, "all.tex"), text);
  const options = engine === "tectonic" ? [] : ["-interaction=nonstopmode", "-halt-on-error"];
  const { status, stdout } = spawnSync(engine!, [...options, "all.tex"], { cwd: folder, encoding: "utf8" });
  expect(status, stdout.slice(-2000)).toBe(0);
});
