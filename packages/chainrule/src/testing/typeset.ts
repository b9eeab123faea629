import katex from "katex";

/** Sets LaTeX as a page would; throws on whatever KaTeX has any doubt about. */
export function typeset(latex: string): string {
  return katex.renderToString(latex, { throwOnError: true, strict: "error", displayMode: true });
}
