import { greekCommands, latexWord, type Notation, type SymbolName } from "@chainrule/core";
import { elide } from "../escape.js";

/** A letter as LaTeX and as plain text. */
interface Letter {
  readonly latex: string;
  readonly plain: string;
}

const greekLetters: ReadonlyMap<string, Letter> = new Map(
  Object.entries(greekCommands).map(([plain, latex]) => [latex.slice(1), { latex, plain }]),
);

/** Words at the end of a letter's name: LaTeX's command, and the mark that Unicode sets above. */
const accents: Readonly<Record<string, readonly [string, string]>> = {
  hat: ["\\hat", "\u0302"],
  bar: ["\\bar", "\u0304"],
  tilde: ["\\tilde", "\u0303"],
};

/**
 * What a node is called in formulas, from its id: `W1` → W₁, `lambda` → λ, `yhat` → ŷ, `accuracy` upright. A block's
 * name becomes an upright subscript, the number of a copy is written as those of layers are: `h/0/W` → W with h and 0.
 * @param layers how numbers are written
 */
export function symbolName(id: string, layers: Notation["layers"]): SymbolName {
  const blocks = id.split("/");
  const { letter, words, number } = stemOf(blocks.pop()!);
  const numbers = [...blocks.filter(isNumber), ...(number === undefined ? [] : [number])];
  const names = [...blocks.filter((block) => block !== "" && !isNumber(block)), ...words].map((word) =>
    elide(word, longest),
  );
  const isBelow = layers !== "W^(1)" && layers !== "W^[1]";
  const [open, close] = layers === "W^[1]" ? ["[", "]"] : ["(", ")"];
  const below = [...names.map(latexWord), ...(isBelow ? numbers : [])];
  const above = isBelow || numbers.length === 0 ? undefined : `${open}${numbers.join(",")}${close}`;
  return {
    base: letter.latex,
    ...(below.length > 0 && { sub: below.join(",") }),
    ...(above !== undefined && { sup: above }),
    plain: letter.plain + plainMarks(names, isBelow ? numbers : [], above),
  };
}

/** Longer words are cut in their middle. */
const longest = 32;
const isNumber = (text: string): boolean => /^\d+$/.test(text);

/** A letter or word, what follows it after underscores, and the number at its end. */
function stemOf(text: string): { letter: Letter; words: readonly string[]; number: string | undefined } {
  const [, stem = text, number] = /^(.*?[^\d_])_?(\d+)$/s.exec(text) ?? [];
  const whole = letterOf(stem);
  if (whole !== undefined) return { letter: whole, words: [], number };
  const [first = "", ...words] = stem.split("_").filter((word) => word !== "");
  const letter = words.length === 0 ? undefined : letterOf(first);
  if (letter !== undefined) return { letter, words, number };
  const word = elide(stem, longest);
  return {
    letter: { latex: latexWord(word === "" ? "?" : word), plain: plainText(word) },
    words: [],
    number,
  };
}

/** A letter of either alphabet, which may have a hat, a bar or a tilde. */
function letterOf(name: string): Letter | undefined {
  if (/^[A-Za-z]$/.test(name)) return { latex: name, plain: name };
  if (name === "ℓ" || name === "ell") return { latex: "\\ell", plain: "ℓ" };
  if (Object.hasOwn(greekCommands, name)) return { latex: greekCommands[name]!, plain: name };
  const greek = greekLetters.get(name);
  if (greek !== undefined) return greek;
  for (const [word, [command, mark]] of Object.entries(accents)) {
    const below = name.endsWith(word) ? name.slice(0, -word.length) : "";
    const letter = /^[A-Za-z]$/.test(below) ? { latex: below, plain: below } : greekLetters.get(below);
    if (letter !== undefined)
      return { latex: `${command}{${letter.latex}}`, plain: (letter.plain + mark).normalize("NFC") };
  }
  return undefined;
}

function plainMarks(names: readonly string[], numbers: readonly string[], above: string | undefined): string {
  const words = names.map((name) => `_${plainText(name)}`).join("");
  const below = numbers.map((number) => number.replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]!));
  const raised = above?.startsWith("(")
    ? above.replace(/[\d(),]/g, (char) => "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾·"["0123456789(),".indexOf(char)]!)
    : above;
  return `${words}${below.join(",")}${raised ?? ""}`;
}

/** A name in a line of text: without what breaks the line, or turns the direction of what follows. */
function plainText(name: string): string {
  return name.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, "\ufffd");
}
