import { Refusal } from "@chainrule/core";
import { longEdgePieces } from "./effort.js";
import { fontFamily } from "../font.js";

type Renderer = "wasm" | "dot" | "auto";
type Attributes = Readonly<Record<string, number>>;

export interface SvgOptions {
  /**
   * `wasm` is Graphviz in WebAssembly: nothing need be installed, and the same text gives the same picture
   * everywhere. `dot` is the installed command, `auto` the command where there is one. Default `wasm`.
   */
  readonly renderer?: Renderer;
}

/** Larger pictures would take minutes to lay out, and could not be read either. */
const limits = { characters: 2_000_000, pieces: 20_000 };
/** From here on Graphviz is told to look for a good layout, not for the best. */
const manyPieces = 1000;
const hurried = { nslimit: 1, nslimit1: 1, mclimit: 0.1 };

/**
 * Lays a picture out.
 * @param dot DOT text, as {@link draw} makes it
 * @returns an SVG document
 * @throws {Refusal} too-large | bad-dot | no-dot-command
 */
export async function toSvg(dot: string, { renderer = "wasm" }: SvgOptions = {}): Promise<string> {
  const pieces = refuseLarge(dot);
  return tidy(await layOut(dot, renderer, pieces > manyPieces ? hurried : {}));
}

function refuseLarge(dot: string): number {
  const refuse = (got: string, need: string): Refusal =>
    new Refusal({ code: "too-large", got, need, try: "draw it as DOT" });
  const { length } = dot;
  if (length > limits.characters)
    throw refuse(`DOT text of ${length} characters`, `at most ${limits.characters}`);
  const pieces = longEdgePieces(dot);
  if (pieces > limits.pieces)
    throw refuse(`edges that cross ${pieces} ranks in all`, `at most ${limits.pieces}`);
  return pieces;
}

async function layOut(dot: string, renderer: Renderer, attributes: Attributes): Promise<string> {
  if (renderer === "wasm") return renderInWasm(dot, attributes);
  const { renderWithCommand } = await import("./dotCommand.js");
  const svg = await renderWithCommand(dot, attributes);
  if (svg !== undefined) return svg;
  if (renderer === "auto") return renderInWasm(dot, attributes);
  throw new Refusal({
    code: "no-dot-command",
    got: "no command `dot`",
    need: "Graphviz installed",
    try: 'renderer: "wasm"',
  });
}

async function renderInWasm(dot: string, graphAttributes: Attributes): Promise<string> {
  const { instance } = await import("@viz-js/viz");
  const graphviz = await instance();
  const standIn = unusedLetter(dot);
  const result = graphviz.render(dot.replaceAll("∂", standIn), {
    format: "svg",
    engine: "dot",
    graphAttributes,
  });
  if (result.status === "success") return result.output.replaceAll(standIn, "∂");
  const message = result.errors.find(({ level }) => level !== "warning")?.message ?? "no message";
  throw new Refusal({ code: "bad-dot", got: message, need: "DOT text" });
}

/**
 * A letter to lay out in place of ∂. Without the font, Graphviz takes a quarter em for each byte of a letter
 * outside ASCII: too much for the three of ∂, right for a letter of two.
 */
function unusedLetter(text: string): string {
  let code = 0x531;
  while (text.includes(String.fromCharCode(code))) code++;
  return String.fromCharCode(code);
}

/** Drops comments and the document type, and names fonts that other machines have. */
function tidy(svg: string): string {
  return svg
    .replace(/<!DOCTYPE[^>]*>\s*/, "")
    .replace(/<!--[\s\S]*?-->\s*/g, "")
    .replace(/font-family="Helvetica[^"]*"/g, `font-family="${fontFamily}"`);
}
