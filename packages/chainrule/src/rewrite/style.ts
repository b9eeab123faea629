/** How the algebra of a graph is written: as plain text or as LaTeX for math mode. */
export interface Style {
  symbol(id: string): string;
  number(value: number): string;
  parentheses(inner: string): string;
  /** Side by side. `each`: element by element, of what are not numbers. */
  product(a: string, b: string, each: boolean): string;
  quotient(a: string, b: string): string;
  call(op: string, operands: readonly string[]): string;
}

export const textStyle: Style = {
  symbol: (id) => id,
  number: String,
  parentheses: (inner) => `(${inner})`,
  product: (a, b, each) => (each ? `${a} ⊙ ${b}` : `${a} ${b}`),
  quotient: (a, b) => `${a} / ${b}`,
  call: (op, operands) => `${op}(${operands.join(", ")})`,
};

export const latexStyle: Style = {
  symbol: latexSymbol,
  number: (value) =>
    String(value)
      .replace("Infinity", "\\infty")
      .replace(/e\+?(-?\d+)$/, " \\cdot 10^{$1}"),
  parentheses: (inner) => `\\left(${inner}\\right)`,
  product: (a, b, each) => `${a} ${each ? "\\odot" : "\\,"} ${b}`,
  quotient: (a, b) => `${a} / ${b}`,
  call: (op, operands) => `\\operatorname{${escapeLatex(op)}}\\left(${operands.join(", ")}\\right)`,
};

/** `W1` as W with a subscript; every other name upright, as it stands. */
function latexSymbol(id: string): string {
  const [, letter, digits] = /^([A-Za-z])(\d*)$/.exec(id) ?? [];
  if (letter !== undefined) return digits === "" ? letter : `${letter}_{${digits}}`;
  return `\\mathrm{${escapeLatex(id)}}`;
}

/** Text inside math mode: what steers TeX is spelled out. */
export function escapeLatex(text: string): string {
  const spelled: Readonly<Record<string, string>> = {
    "\\": "\\backslash{}",
    "^": "\\hat{}",
    "~": "\\tilde{}",
  };
  return text.replace(/[\\^~]|[#$%&_{}]/g, (char) => spelled[char] ?? `\\${char}`).replace(/\s+/g, "\\ ");
}
