/** Letters of other scripts that LaTeX has commands for. */
export const greekCommands: Readonly<Record<string, string>> = {
  α: "\\alpha",
  β: "\\beta",
  γ: "\\gamma",
  δ: "\\delta",
  ε: "\\epsilon",
  ζ: "\\zeta",
  η: "\\eta",
  θ: "\\theta",
  ι: "\\iota",
  κ: "\\kappa",
  λ: "\\lambda",
  μ: "\\mu",
  ν: "\\nu",
  ξ: "\\xi",
  π: "\\pi",
  ρ: "\\rho",
  σ: "\\sigma",
  τ: "\\tau",
  υ: "\\upsilon",
  φ: "\\phi",
  χ: "\\chi",
  ψ: "\\psi",
  ω: "\\omega",
  Γ: "\\Gamma",
  Δ: "\\Delta",
  Θ: "\\Theta",
  Λ: "\\Lambda",
  Ξ: "\\Xi",
  Π: "\\Pi",
  Σ: "\\Sigma",
  Υ: "\\Upsilon",
  Φ: "\\Phi",
  Ψ: "\\Psi",
  Ω: "\\Omega",
};

const special: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "^": "\\textasciicircum{}",
  "~": "\\textasciitilde{}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  "|": "\\textbar{}",
};

/**
 * Any text as LaTeX for text mode: nothing in it is a command, a delimiter or a space that is lost. What is not
 * ASCII is told by its number, `[U+1F600]`: it depends on fonts, may turn the direction of what follows, and KaTeX
 * and pdfTeX refuse most of it.
 */
export function escapeLatex(text: string): string {
  return Array.from(text, escaped).join("");
}

function escaped(char: string): string {
  const command = greekCommands[char];
  if (command !== undefined) return `$${command}$`;
  if (/[A-Za-z0-9.,:;!?*()=+/@[\] -]/.test(char)) return char;
  if (/[#$%&_{}]/.test(char)) return `\\${char}`;
  if (Object.hasOwn(special, char)) return special[char]!;
  return `[U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}]`;
}

/** Any text as an upright word in math mode. */
export function latexWord(text: string): string {
  return /^[A-Za-z0-9.]+$/.test(text) ? `\\mathrm{${text}}` : `\\text{${escapeLatex(text)}}`;
}
