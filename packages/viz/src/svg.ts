import { Refusal } from "@chainrule/core";
import { fontFamily } from "./font.js";

export interface SvgOptions {
  /**
   * `wasm` is Graphviz in WebAssembly: nothing need be installed, and the same text gives the same picture
   * everywhere. `dot` is the installed command, `auto` the command where there is one. Default `wasm`.
   */
  readonly renderer?: "wasm" | "dot" | "auto";
}

/** Layout time grows faster than the text; beyond this a picture could not be read either. */
const maximumLength = 2_000_000;

/**
 * Lays a picture out.
 * @param dot DOT text, as {@link draw} makes it
 * @returns an SVG document
 * @throws {Refusal} too-large | bad-dot | no-dot-command
 */
export async function toSvg(dot: string, { renderer = "wasm" }: SvgOptions = {}): Promise<string> {
  if (dot.length > maximumLength) {
    throw new Refusal({
      code: "too-large",
      got: `DOT text of ${dot.length} characters`,
      need: `at most ${maximumLength} to lay out`,
      try: "draw as DOT, or draw a part",
    });
  }
  return tidy(await layOut(dot, renderer));
}

async function layOut(dot: string, renderer: "wasm" | "dot" | "auto"): Promise<string> {
  if (renderer === "wasm") return renderInWasm(dot);
  const { renderWithCommand } = await import("./dotCommand.js");
  const svg = await renderWithCommand(dot);
  if (svg !== undefined) return svg;
  if (renderer === "auto") return renderInWasm(dot);
  throw new Refusal({
    code: "no-dot-command",
    got: "no command `dot`",
    need: "Graphviz installed",
    try: 'renderer: "wasm"',
  });
}

async function renderInWasm(dot: string): Promise<string> {
  const { instance } = await import("@viz-js/viz");
  const standIn = unusedLetter(dot);
  const result = (await instance()).render(dot.replaceAll("∂", standIn), { format: "svg", engine: "dot" });
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
