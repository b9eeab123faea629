import { columns } from "../terminal/columns.js";
import { counted } from "../terminal/counted.js";
import { type Derivation, type DerivedLine, derivationsOf } from "./derivation.js";
import { countsOf, type RewriteReport } from "./report.js";
import { escapeLatex, latexStyle, textStyle } from "./style.js";

/** A rewrite as plain text: each line of algebra with the law that gives it. */
export function reportText(report: RewriteReport): string {
  const derivations = derivationsOf(report.before, report.steps, textStyle).map(derivationText);
  const sentences = [...droppedText(report), countsText(report), ...checkText(report)];
  return [headOf(report), ...derivations, sentences.map((line) => `${line}\n`).join("")].join("\n");
}

/** Laws stand beside longer algebra only where there is room for both. */
const widestAlgebra = 72;

function derivationText({ node, lines }: Derivation): string {
  const indent = " ".repeat(node.length);
  const rows = lines.map(
    (line, i) => [`${i === 0 ? node : indent} = ${line.algebra}`, lawText(line)] as const,
  );
  if (rows.every(([algebra]) => algebra.length <= widestAlgebra)) return columns(rows);
  return rows.map(([algebra, law]) => `${algebra}\n${law && `${indent}     by ${law}\n`}`).join("");
}

/** The same as Markdown: formulas between dollar signs. */
export function reportMarkdown(report: RewriteReport): string {
  const derivations = derivationsOf(report.before, report.steps, latexStyle).map(({ node, lines }) => {
    const rows = lines.map((line, i) => {
      const left = i === 0 ? `$${latexStyle.symbol(node)}$` : "";
      return `| ${left} | $= ${cell(line.algebra)}$ | ${cell(lawText(line))} |\n`;
    });
    return `|  | algebra | by |\n| --- | --- | --- |\n${rows.join("")}`;
  });
  const sentences = [...droppedText(report), countsText(report), ...checkText(report)];
  return [`**${headOf(report).trim()}**\n`, ...derivations, ...sentences.map((line) => `${line}\n`)].join(
    "\n",
  );
}

/** The same as LaTeX: an `align*` environment for each node that is computed in another way. */
export function reportLatex(report: RewriteReport): string {
  const derivations = derivationsOf(report.before, report.steps, latexStyle).map(({ node, lines }) => {
    const rows = lines.map(({ algebra, by }, i) => {
      const left = i === 0 ? `${latexStyle.symbol(node)} ` : "";
      return `  ${left}&= ${algebra}${by ? ` && \\text{${escapeLatex(by.law.name).replaceAll("\\ ", " ")}}` : ""}`;
    });
    return `\\begin{align*}\n${rows.join(" \\\\\n")}\n\\end{align*}\n`;
  });
  const comments = [headOf(report).trim(), ...droppedText(report), countsText(report), ...checkText(report)];
  return [comments.map((line) => `% ${line}\n`).join(""), ...derivations].join("\n");
}

function headOf({ rule }: RewriteReport): string {
  return `${rule.name}: ${rule.doc.summary}\n`;
}

function lawText({ by }: DerivedLine): string {
  if (by === undefined) return "";
  const { name, equation } = by.law;
  return equation === undefined ? name : `${name}: ${equation}`;
}

function droppedText({ steps }: RewriteReport): string[] {
  return steps.flatMap((step) =>
    step.kind === "drop" ? [`no longer needed: ${step.dropped.join(", ")}`] : [],
  );
}

function countsText({ before, graph, steps }: RewriteReport): string {
  if (steps.length === 0) return "nothing to do: the graph stays as it is";
  const [old, now] = [countsOf(before), countsOf(graph)];
  return `${counted(steps.length, "step")}; ${old.nodes} nodes before, ${now.nodes} after, of which ${old.onData} and ${now.onData} are computed for each example`;
}

function checkText({ outputs, isEqual, steps }: RewriteReport): string[] {
  if (outputs.length === 0 || steps.length === 0) return [];
  const [worst] = [...outputs].sort((a, b) => b.relative - a.relative);
  const names = outputs.map(({ output }) => output).join(", ");
  const apart =
    worst!.largest === 0
      ? "to the last bit"
      : `largest difference ${short(worst!.largest)}, in ${worst!.output}: ${short(worst!.relative)} of its size`;
  return [isEqual ? `equal before and after: ${names} (${apart})` : `NOT equal before and after: ${apart}`];
}

function short(value: number): string {
  return value.toPrecision(2);
}

/** Text in a cell of a Markdown table. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
