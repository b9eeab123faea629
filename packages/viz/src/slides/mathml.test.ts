import { expect, test } from "vitest";
import { mathWriter } from "./mathml.js";

const math = await mathWriter();

test("a line may break before relations, sums and products, never inside brackets", () => {
  const breaks = (latex: string): number => math(latex).html.split("<wbr>").length - 1;
  expect(breaks("u = a + b \\cdot c")).toBe(3);
  expect(breaks("f(a + b - c)")).toBe(0);
  expect(breaks("-1")).toBe(0);
  expect(breaks("u = -1")).toBe(1);
  expect(breaks("\\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix} \\begin{pmatrix} 3 \\end{pmatrix}")).toBe(1);
});

test("a sign after a relation is no operation, and named functions stand apart from what they are of", () => {
  expect(math("u = -y").html).toContain('<mo form="prefix">−</mo>');
  expect(math("y \\log x").html.match(/<mspace/g)).toHaveLength(2);
  expect(math("\\log (x)").html).not.toContain("<mspace");
});

test("widths are those of what stands side by side", () => {
  const { width: narrow } = math("x");
  const { width: wide } = math("\\begin{pmatrix} 0.123456 & 0.123456 \\\\ 1 & 1 \\end{pmatrix}");
  const { width: tall } = math("\\frac{a + b + c}{x}");
  expect(narrow).toBeCloseTo(0.6);
  expect(wide).toBeGreaterThan(10);
  expect(tall).toBeLessThan(math("(a + b + c) / x").width);
});

test("what is no LaTeX stands there as text", () => {
  expect(math("\\frac{a}{b").html).toBe("<code>\\frac{a}{b</code>");
  expect(math("a & <b>").html).toBe("<code>a &amp; &lt;b&gt;</code>");
});

test("LaTeX cannot reach out of its formula", () => {
  const html = [
    "\\href{javascript:alert(1)}{x}",
    "\\text{</math><script>alert(1)</script>}",
    "\\htmlStyle{color:red}{x}",
    "\\url{http://example.com}",
    "\\includegraphics{http://example.com/x.png}",
    "\\def\\a{\\a\\a}\\a",
    `${"{".repeat(50_000)}x`,
  ].map((latex) => math(latex).html);
  for (const one of html) expect(one).not.toMatch(/<(?:script|a|img)| href=| style=| src=/);
});
