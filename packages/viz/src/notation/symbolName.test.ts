import { latexOf } from "@chainrule/core";
import fc from "fast-check";
import katex from "katex";
import { describe, expect, test } from "vitest";
import { symbolName } from "./symbolName.js";

const written = (id: string, layers: Parameters<typeof symbolName>[1] = "W_1"): [string, string] => {
  const name = symbolName(id, layers);
  return [latexOf({ kind: "symbol", name }), name.plain];
};

test.each([
  ["x", "x", "x"],
  ["W1", "W_{1}", "W₁"],
  ["x_12", "x_{12}", "x₁₂"],
  ["lambda", "\\lambda", "λ"],
  ["alpha2", "\\alpha_{2}", "α₂"],
  ["mu0", "\\mu_{0}", "μ₀"],
  ["Sigma", "\\Sigma", "Σ"],
  ["λ", "\\lambda", "λ"],
  ["ell", "\\ell", "ℓ"],
  ["yhat", "\\hat{y}", "ŷ"],
  ["xbar3", "\\bar{x}_{3}", "x̄₃"],
  ["ytilde", "\\tilde{y}", "ỹ"],
  ["thetahat", "\\hat{\\theta}", "θ̂"],
  ["W_out", "W_{\\mathrm{out}}", "W_out"],
  ["accuracy", "\\mathrm{accuracy}", "accuracy"],
  ["conv1", "\\mathrm{conv}_{1}", "conv₁"],
  ["my_word", "\\text{my\\_word}", "my_word"],
  ["lambdas", "\\mathrm{lambdas}", "lambdas"],
  ["Alpha", "\\mathrm{Alpha}", "Alpha"],
  ["hidden/W", "W_{\\mathrm{hidden}}", "W_hidden"],
  ["hidden/W1", "W_{\\mathrm{hidden},1}", "W_hidden₁"],
  ["h/0/W", "W_{\\mathrm{h},0}", "W_h₀"],
  ["head/loss", "\\mathrm{loss}_{\\mathrm{head}}", "loss_head"],
])("%s", (id, latex, plain) => expect(written(id)).toEqual([latex, plain.normalize("NFC")]));

describe("numbers of layers", () => {
  test("in round brackets above", () => {
    expect(written("W1", "W^(1)")).toEqual(["W^{(1)}", "W⁽¹⁾"]);
    expect(written("h/0/W", "W^(1)")).toEqual(["W_{\\mathrm{h}}^{(0)}", "W_h⁽⁰⁾"]);
  });
  test("in square brackets above", () => {
    expect(written("a2", "W^[1]")).toEqual(["a^{[2]}", "a[2]"]);
    expect(written("mlp/1/b", "W^[1]")).toEqual(["b_{\\mathrm{mlp}}^{[1]}", "b_mlp[1]"]);
  });
});

/** What a formula is made of, without the letters in it. */
const shapeOf = (latex: string): string =>
  katex
    .renderToString(latex, { throwOnError: true, strict: "error", output: "mathml" })
    .replace(/<annotation[\s\S]*?<\/annotation>/g, "")
    .replace(/>[^<]*</g, "><");

const hostile = fc.oneof(
  fc.string({ maxLength: 24 }),
  fc.string({ unit: "binary", maxLength: 24 }),
  fc
    .array(
      fc.constantFrom(
        ..."\\ { } % # $ & _ ^ ~ ` ' \" < > | [ ] ( ) / - + = \n \t \0 \u202e \u2066 \ud800 é 漢 😀".split(
          " ",
        ),
        "\\input{x}",
        "\\def\\x{",
        "\\end{document}",
        "\\href{javascript:alert(1)}{x}",
        "}}}",
        "W",
        "1",
        "hat",
        "lambda",
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join("")),
);

test("200 hostile names stay names: nothing beside them changes", () => {
  const plain = shapeOf("a + \\frac{x}{b} = c").split("</mfrac>");
  fc.assert(
    fc.property(hostile, fc.constantFrom("W_1", "W^(1)", "W^[1]"), (id, layers) => {
      const [latex, text] = written(id, layers);
      expect(latex).toMatch(/^[\x20-\x7e]+$/);
      expect(text).not.toMatch(/[\p{C}\n]/u);
      const [head, tail] = shapeOf(`a + \\frac{${latex}}{b} = c`).split("</mfrac>");
      expect(tail).toBe(plain[1]);
      expect(head!.startsWith(plain[0]!.slice(0, plain[0]!.indexOf("<mfrac>")))).toBe(true);
    }),
    { seed: 4, numRuns: 200 },
  );
});
