import { escapeXml } from "../escape.js";

/** A formula as HTML: MathML in pieces between which a line may be broken. */
export interface Formula {
  readonly html: string;
  /** About how wide it is on one line, in ems. */
  readonly width: number;
  /** About how wide its widest unbreakable piece is. */
  readonly widest: number;
}

/** LaTeX as HTML. */
export type MathWriter = (latex: string) => Formula;

/** Writes LaTeX as MathML, which needs neither fonts nor a style sheet. What is no LaTeX stands there as it is. */
export async function mathWriter(): Promise<MathWriter> {
  const { default: katex } = await import("katex");
  const settings = {
    output: "mathml",
    displayMode: true,
    strict: "ignore",
    trust: false,
    maxExpand: 1000,
  } as const;
  return (latex) => {
    try {
      return formulaOf(katex.renderToString(latex, settings));
    } catch {
      return { html: `<code>${escapeXml(latex)}</code>`, width: 0, widest: 0 };
    }
  };
}

function formulaOf(mathml: string): Formula {
  const row = bordered(spaced(/<semantics><mrow>([\s\S]*)<\/mrow><annotation/.exec(mathml)?.[1] ?? ""));
  const parts = splitRow(row);
  const widths = parts.map(widthOf);
  return {
    html: parts.map((part) => `<math><mstyle displaystyle="true">${part}</mstyle></math>`).join("<wbr>"),
    width: widths.reduce((sum, width) => sum + width, 0),
    widest: Math.max(0, ...widths),
  };
}

const bracketed =
  /<mrow><mo fence="true">([([])<\/mo><mtable([^>]*)>((?:(?!<\/?mtable)[\s\S])*)<\/mtable><mo fence="true">[)\]]<\/mo><\/mrow>/g;

/** Draws the brackets of matrices as borders: they grow with them even where no font for mathematics is installed. */
function bordered(mathml: string): string {
  return mathml.replace(
    bracketed,
    (_, bracket: string, attributes: string, rows: string) =>
      `<mtable class="${bracket === "(" ? "round" : "square"}"${attributes}>${rows}</mtable>`,
  );
}

/**
 * What KaTeX's MathML leaves to the style sheet that it comes with: a thin space around named functions, and none after
 * a sign that is no operation.
 */
function spaced(mathml: string): string {
  const thin = '<mspace width="0.17em"/>';
  return mathml
    .replace(/(<\/(?:mi|mn|msub|msup|msubsup|mover)>)(?=<mi>\w{2,}<\/mi><mo>\u2061<\/mo>)/g, `$1${thin}`)
    .replace(/<mo>\u2061<\/mo>(?=<(?!mo|\/))/g, `<mo>\u2061</mo>${thin}`)
    .replace(
      /(<mo(?: stretchy="false")?>[^)\]}!<′∥∣]+<\/mo>)<mo>([−+])<\/mo>/g,
      '$1<mo form="prefix">$2</mo>',
    );
}

const relation = /^<mo>(?:=|≈|≠|≤|≥|→|↦|:=|∝|&lt;|&gt;)<\/mo>$/;
const operator = /^<mo>[+−⋅×]<\/mo>$/;
const matrix = /^<mtable class/;

/**
 * Breaks a row before its relations, its sums and products, and between matrices, where no bracket is open. An
 * operator that begins a piece stays the infix that it was.
 */
function splitRow(row: string): string[] {
  const parts: string[] = [];
  let part = "";
  let open = 0;
  let before = "";
  for (const item of topLevel(row)) {
    const isInfix = (relation.test(item) || operator.test(item)) && before !== "" && !/^<mo>/.test(before);
    const isProduct = matrix.test(item) && matrix.test(before);
    if (open === 0 && (isInfix || isProduct)) {
      parts.push(part);
      part = "";
    }
    part += isInfix ? item.replace("<mo>", '<mo form="infix">') : item;
    if (/^<mo stretchy="false">[([{]/.test(item)) open++;
    if (/stretchy="false">[)\]}]<\/mo>/.test(item)) open--;
    before = item;
  }
  return [...parts, part].filter((one) => one !== "");
}

/** The outermost elements of MathML, one after the other. */
function topLevel(mathml: string): string[] {
  const items: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: tag, index } of mathml.matchAll(/<[^>]*>/g)) {
    if (tag.startsWith("</")) depth--;
    else if (!tag.endsWith("/>")) depth++;
    if (depth === 0) {
      items.push(mathml.slice(start, index + tag.length));
      start = index + tag.length;
    }
  }
  return items;
}

/** About how wide MathML is, in ems: letters side by side, fractions and rows of matrices on top of one another. */
function widthOf(mathml: string): number {
  let sum = 0;
  for (const item of topLevel(mathml)) {
    const [, name, inner] = /^<(\w+)[^>]*>([\s\S]*)<\/\w+>$/.exec(item) ?? ["", "mspace", ""];
    if (name === "mtable") sum += columnsOf(inner!).reduce((total, width) => total + width + 1, 1);
    else if (name === "mfrac" || name === "mover" || name === "munder")
      sum += Math.max(...topLevel(inner!).map(widthOf));
    else if (inner!.startsWith("<")) sum += widthOf(inner!);
    else
      sum +=
        0.6 * [...inner!.replace(/&\w+;/g, "x")].length +
        (relation.test(item) || operator.test(item) ? 0.6 : 0);
  }
  return sum;
}

function columnsOf(rows: string): number[] {
  const cells = topLevel(rows).map((row) => topLevel(row.slice(row.indexOf(">") + 1, -"</mtr>".length)));
  const count = Math.max(0, ...cells.map(({ length }) => length));
  return Array.from({ length: count }, (_, i) => Math.max(0, ...cells.map((row) => widthOf(row[i] ?? ""))));
}
