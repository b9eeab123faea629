import type { Derivation, DerivedPath } from "@chainrule/core";
import { type DerivationOptions, DerivationTexts, pathsText, verdictText } from "./derivation.js";
import { textTable } from "./textTable.js";

/** A derivation as a text table: a block a path, a row a factor, then the sum and what it was compared with. */
export function derivationText(derivation: Derivation, options: DerivationOptions): string {
  const texts = new DerivationTexts(options);
  const gradient = texts.writer.gradientName(options.of, derivation.wrt);
  const blocks = derivation.paths.map((path, i) => pathText(path, i, derivation, texts));
  return [`${gradient}: ${pathsText(derivation)}\n`, ...blocks, endText(derivation, gradient, texts)].join(
    "\n",
  );
}

function pathText(
  { factors, term, sum }: DerivedPath,
  i: number,
  { of, count }: Derivation,
  texts: DerivationTexts,
): string {
  const rows = factors.map((factor) => [
    [texts.factor(factor)],
    texts.jacobian(factor),
    [texts.rule(factor)],
    [texts.shapes(factor)],
    texts.numbers(factor.product),
  ]);
  const heads = ["factor", "its value", "what it makes of g", "shapes", "product so far"].map((head) => [
    head,
  ]);
  const last = [["term"], texts.numbers(term), ["sum so far"], texts.numbers(sum)];
  return `path ${i + 1} of ${count}:  ${texts.way(of, factors)}\n${textTable([heads, ...rows])}${textTable([last])}`;
}

function endText(derivation: Derivation, gradient: string, texts: DerivationTexts): string {
  const { sum, gradient: total, difference, leftOut } = derivation;
  const rows = [
    [[leftOut === 0n ? "sum of the paths" : "sum so far"], texts.numbers(sum)],
    [[`${gradient}, by backpropagation`], texts.numbers(total)],
    ...(leftOut === 0n ? [] : [[["gradient − sum"], texts.numbers(difference)]]),
  ];
  return `${textTable(rows)}${verdictText(derivation)}\n`;
}
