import type { Derivation, DerivedPath } from "@chainrule/core";
import { numbersOf } from "../notation/matrixLatex.js";
import { type DerivationOptions, isZero } from "./derivation.js";
import { factorsLatex, factorValueLatex } from "./factorLatex.js";

/**
 * A derivation in LaTeX, as environments `align*` (of the package amsmath) to be put into a document: the gradient as a
 * sum of terms, each term as its factors with their values, and the sum beside what backpropagation made of it.
 */
export function derivationLatex(derivation: Derivation, options: DerivationOptions): string {
  const { paths } = derivation;
  return [sumLines(derivation, options), ...paths.map((path, i) => termLines(path, i, derivation, options))]
    .map((lines) => `\\begin{align*}\n${lines.map((line) => `  ${line}`).join(" \\\\\n")}\n\\end{align*}\n`)
    .join("\n");
}

/** The same as a whole document, ready for a LaTeX engine. */
export function latexDocument(body: string): string {
  return `\\documentclass{article}\n\\usepackage{amsmath,amssymb}\n\\begin{document}\n${body}\\end{document}\n`;
}

function sumLines(derivation: Derivation, { writer, of, digits }: DerivationOptions): string[] {
  const { paths, wrt, sum, gradient, leftOut, difference, isEqual, count } = derivation;
  const write = (value: typeof sum): string => numbersOf(writer, wrt, value, digits);
  const terms = paths.map((_, i) => `t_{${i + 1}}`);
  return [
    `${writer.gradient(of, wrt)} &= ${[...terms, ...(leftOut > 0n ? ["\\cdots"] : [])].join(" + ")}`,
    `${terms.join(" + ")} &= ${write(sum)}`,
    `\\text{by backpropagation} &= ${write(gradient)}`,
    leftOut > 0n
      ? `\\text{carried by the other ${leftOut} of ${count} paths} &= ${write(difference)}`
      : `&\\text{${isEqual ? "equal" : "NOT equal"}}`,
  ];
}

function termLines(
  { factors, term, sum }: DerivedPath,
  i: number,
  { wrt }: Derivation,
  { writer, digits }: DerivationOptions,
): string[] {
  const name = `t_{${i + 1}}`;
  return [
    `${name} &= ${factorsLatex(factors, writer)}`,
    ...factors.map((factor) => alignedAt(factorValueLatex(factor, writer, digits))),
    ...factors
      .slice(0, -1)
      .map(
        (factor, k) => `${name}^{(${k + 1})} &= ${numbersOf(writer, factor.input, factor.product, digits)}`,
      ),
    `${name} &= ${numbersOf(writer, wrt, term, digits)}${isZero(term) ? " \\quad \\text{(exactly 0)}" : ""}`,
    ...(i > 0 ? [`t_{1} + \\cdots + ${name} &= ${numbersOf(writer, wrt, sum, digits)}`] : []),
  ];
}

/** Puts the mark of an alignment before the first relation. */
function alignedAt(line: string): string {
  return line.includes(" = ") ? line.replace(" = ", " &= ") : line.replace(", \\quad", " &: ");
}
