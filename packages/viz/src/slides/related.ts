const token = /\\(?:[a-zA-Z]+|.)|[{}()=<>]/g;
const relations: ReadonlySet<string> = new Set(
  "= < > \\approx \\ne \\neq \\le \\leq \\ge \\geq \\lt \\gt \\to \\mapsto \\propto \\equiv".split(" "),
);

/** LaTeX that goes on from an equation: with an = before it, unless it has a relation of its own outside brackets. */
export function related(latex: string): string {
  let depth = 0;
  for (const [found] of latex.matchAll(token)) {
    if (found === "{" || found === "(" || found === "\\begin" || found === "\\left") depth++;
    else if (found === "}" || found === ")" || found === "\\end" || found === "\\right") depth--;
    else if (depth === 0 && relations.has(found)) return latex;
  }
  return `= ${latex}`;
}
