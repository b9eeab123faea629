import type { Expression, Way } from "./expression.js";
import { binding, layOut, type LayoutOptions, type Script } from "./layout.js";

/**
 * LaTeX of an expression, for math mode: parentheses only where they are needed.
 * @param want which way the result is to lie; default: whichever takes fewer ᵀ
 */
export function latexOf(expression: Expression, want?: Way, options?: LayoutOptions): string {
  return layOut(expression, latexScript, want, options).text;
}

/** What does not fit between parentheses of the usual size. */
const tall = /\\(frac|sum|begin|left|sqrt|max_)/;

function sup(text: string | undefined, isTurned: boolean): string {
  const whole = `${text ?? ""}${isTurned ? "\\top" : ""}`;
  return whole === "" ? "" : `^{${whole}}`;
}

const functionCommands: Readonly<Record<string, string>> = {
  Phi: "\\Phi",
  cos: "\\cos",
  ln: "\\ln",
  max: "\\max",
  min: "\\min",
  not: "\\lnot ",
  sigma: "\\sigma",
  sin: "\\sin",
  tanh: "\\tanh",
};

/** The signs on either side of a fence other than a norm's. */
const fences: Readonly<Record<string, readonly [left: string, right: string]>> = {
  "|": ["\\lvert", "\\rvert"],
  floor: ["\\lfloor", "\\rfloor"],
  ceil: ["\\lceil", "\\rceil"],
};

const relations: Readonly<Record<string, string>> = { "≤": "\\le", "≥": "\\ge", "≠": "\\ne" };

const operators: Readonly<Record<string, string>> = {
  and: " \\land ",
  or: " \\lor ",
  xor: " \\oplus ",
  star: " \\star ",
  starTranspose: " \\star^{\\top} ",
};

const latexScript: Script = {
  times: " \\, ",
  dot: " \\cdot ",
  hadamard: " \\odot ",
  symbol({ base, sub, sup: above }, isTurned) {
    const isTall = (above !== undefined || isTurned) && /^\\(frac|left)/.test(base);
    const body = isTall && !base.startsWith("\\left") ? `\\left(${base}\\right)` : base;
    return `${body}${sub === undefined ? "" : `_{${sub}}`}${sup(above, isTurned)}`;
  },
  number(value) {
    const text = String(value)
      .replace("Infinity", "\\infty")
      .replace("NaN", "\\mathrm{NaN}")
      .replace(/^(-?[\d.]+)e\+?(-?\d+)$/, "$1 \\cdot 10^{$2}");
    return { text, binding: text.includes("cdot") || value < 0 ? binding.product : binding.atom };
  },
  parenthesise: (text) => (tall.test(text) ? `\\left(${text}\\right)` : `(${text})`),
  transpose: (text) => `${text}^{\\top}`,
  fraction: (above, below) => ({ text: `\\frac{${above.text}}{${below.text}}`, binding: binding.atom }),
  power: (base, exponent) => `${base}^{${exponent}}`,
  root: (x) => `\\sqrt{${x}}`,
  call(name, below, operands) {
    const command = functionCommands[name] ?? `\\operatorname{${name}}`;
    return `${command}${below === undefined ? "" : `_{${below}}`}${latexScript.parenthesise(operands)}`;
  },
  fence(label, x) {
    const [left, right] = tall.test(x) ? ["\\left", "\\right"] : ["", ""];
    const signs = fences[label];
    return signs === undefined
      ? `${left}\\lVert ${x} ${right}\\rVert_{${label}}`
      : `${left}${signs[0]} ${x} ${right}${signs[1]}`;
  },
  cases: (condition, yes, no) =>
    `\\begin{cases} ${yes} & \\text{if } ${condition} \\\\ ${no} & \\text{otherwise} \\end{cases}`,
  indicator: (condition) => `\\mathbf{1}[${condition}]`,
  over: (label, below) => `\\${label}${below ? `_{${below}}` : ""}`,
  index(text, by) {
    const inner = /^(.*)_\{([^{}]*)\}$/.exec(text);
    return inner === null ? `${text}_{${by}}` : `${inner[1]}_{${inner[2]},${by}}`;
  },
  relation: (sign) => ` ${relations[sign] ?? sign} `,
  infix: (operator) => operators[operator]!,
};
