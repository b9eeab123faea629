import type { Derivation, DerivedPath } from "@chainrule/core";
import { numbersOf } from "../notation/matrixLatex.js";
import { type DerivationOptions, DerivationTexts, isZero, pathsText, verdictText } from "./derivation.js";
import { escapeMarkdown } from "../escape.js";
import { factorLatex, factorsLatex, factorValueLatex } from "./factorLatex.js";

/** A derivation as Markdown: a section a path, its factors as a list, formulas between dollars. */
export function derivationMarkdown(derivation: Derivation, options: DerivationOptions): string {
  const { writer, of, digits } = options;
  const texts = new DerivationTexts(options);
  const { wrt, sum, gradient, leftOut, difference } = derivation;
  const symbol = writer.gradient(of, wrt);
  const write = (value: typeof sum): string => numbersOf(writer, wrt, value, digits);
  const lines = [
    `# ${escapeMarkdown(`${writer.gradientName(of, wrt)}: ${pathsText(derivation)}`)}`,
    ...derivation.paths.map((path, i) => pathSection(path, i, derivation, options, texts)),
    "## The sum",
    `$$\\sum_{i} t_{i} = ${write(sum)}$$`,
    `By backpropagation:`,
    `$$${symbol} = ${write(gradient)}$$`,
    ...(leftOut === 0n ? [] : ["What the paths that were left out carry:", `$$${write(difference)}$$`]),
    `${verdictText(derivation)}.`,
  ];
  return `${lines.join("\n\n")}\n`;
}

function pathSection(
  { factors, term, sum }: DerivedPath,
  i: number,
  { of, wrt, count }: Derivation,
  { writer, digits }: DerivationOptions,
  texts: DerivationTexts,
): string {
  const name = `t_{${i + 1}}`;
  const steps = factors.map((factor) =>
    [
      `1. $${factorValueLatex(factor, writer, digits)}$`,
      `   - applied: $${factorLatex(factor, writer)}$ makes \`${texts.rule(factor).replaceAll("`", "'")}\` of g, ${texts.shapes(factor)}`,
      `   - product so far: $${numbersOf(writer, factor.input, factor.product, digits)}$`,
    ].join("\n"),
  );
  return [
    `## ${escapeMarkdown(`Path ${i + 1} of ${count}: ${texts.way(of, factors)}`)}`,
    `$$${name} = ${factorsLatex(factors, writer)}$$`,
    ...(steps.length > 0 ? [steps.join("\n")] : []),
    `$$${name} = ${numbersOf(writer, wrt, term, digits)}$$`,
    ...(isZero(term) ? ["_exactly 0_"] : []),
    ...(i > 0 ? ["The sum so far:", `$$${numbersOf(writer, wrt, sum, digits)}$$`] : []),
  ].join("\n\n");
}
