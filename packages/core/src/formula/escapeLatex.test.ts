import { expect, test } from "vitest";
import { escapeLatex, latexWord } from "./escapeLatex.js";

test.each([
  ["plain 1.5", "plain 1.5"],
  ["a_b^c", "a\\_b\\textasciicircum{}c"],
  ["\\input{x}", "\\textbackslash{}input\\{x\\}"],
  ["100% & $1 #2 ~", "100\\% \\& \\$1 \\#2 \\textasciitilde{}"],
  ["a<b>|c|", "a\\textless{}b\\textgreater{}\\textbar{}c\\textbar{}"],
  ["λ", "$\\lambda$"],
  ["é", "[U+00E9]"],
  ["\u202eevil", "[U+202E]evil"],
  ["😀", "[U+1F600]"],
  ["\ud800", "[U+D800]"],
  ["a\nb", "a[U+000A]b"],
])("%j", (text, latex) => expect(escapeLatex(text)).toBe(latex));

test("words are upright", () => {
  expect(latexWord("accuracy")).toBe("\\mathrm{accuracy}");
  expect(latexWord("my_word")).toBe("\\text{my\\_word}");
});
