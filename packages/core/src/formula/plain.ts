import type { Expression, Way } from "./expression.js";
import { binding, layOut, type LayoutOptions, type Piece, type Script } from "./layout.js";

/**
 * An expression as plain text, for titles and terminals: `u₁ = W₁ᵀ x`, `1/N Σ (ŷ - y)²`.
 * @param want which way the result is to lie; default: whichever takes fewer ᵀ
 */
export function plainOf(expression: Expression, want?: Way, options?: LayoutOptions): string {
  return layOut(expression, plainScript, want, options).text;
}

const raised: Readonly<Record<string, string>> = { "2": "²", "3": "³" };
const functionSigns: Readonly<Record<string, string>> = { Phi: "Φ", not: "¬", sigma: "σ" };
const operators: Readonly<Record<string, string>> = {
  and: " ∧ ",
  or: " ∨ ",
  star: " ⋆ ",
  starTranspose: " ⋆ᵀ ",
  xor: " ⊕ ",
};
const fences: Readonly<Record<string, (x: string) => string>> = {
  "|": (x) => `|${x}|`,
  floor: (x) => `⌊${x}⌋`,
  ceil: (x) => `⌈${x}⌉`,
};
const bigSigns: Readonly<Record<string, string>> = { max: "max", min: "min", prod: "Π", sum: "Σ" };

const inParentheses = (text: string): string => `(${text})`;
const atLeast = (least: number, { text, binding: own }: Piece): string =>
  own < least ? inParentheses(text) : text;

const plainScript: Script = {
  times: " ",
  dot: " · ",
  hadamard: " ⊙ ",
  symbol: ({ plain }, isTurned) =>
    isTurned ? `${/[ /]/.test(plain) ? inParentheses(plain) : plain}ᵀ` : plain,
  number: (value) => ({
    text: String(value).replace("Infinity", "∞"),
    binding: value < 0 ? binding.product : binding.atom,
  }),
  parenthesise: inParentheses,
  transpose: (text) => `${text}ᵀ`,
  fraction: (above, below) => ({
    text: `${atLeast(binding.product, above)}/${atLeast(binding.power, below)}`,
    binding: binding.product,
  }),
  power: (base, exponent) =>
    `${base}${raised[exponent] ?? `^${/^\w+$/.test(exponent) ? exponent : inParentheses(exponent)}`}`,
  root: (x) => `√(${x})`,
  call: (name, below, operands) =>
    `${functionSigns[name] ?? name}${below === undefined ? "" : `_${below}`}(${operands})`,
  fence: (label, x) => fences[label]?.(x) ?? `‖${x}‖${label === "F" ? "_F" : (subscripts[label] ?? "")}`,
  cases: (condition, yes, no) => `(${yes} if ${condition}, else ${no})`,
  indicator: (condition) => `1[${condition}]`,
  over: (label, below) => `${bigSigns[label]!}${below ? `_${below}` : ""}`,
  index: (text, by) => `${text}[${by}]`,
  relation: (sign) => ` ${sign} `,
  infix: (operator) => operators[operator]!,
};

const subscripts: Readonly<Record<string, string>> = { "1": "₁", "2": "₂" };
