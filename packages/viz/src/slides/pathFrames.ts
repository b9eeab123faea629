import type { Derivation, DerivedPath, Factor } from "@chainrule/core";
import { pathsText, verdictText } from "../derive/derivation.js";
import { factorsLatex, factorValueLatex } from "../derive/factorLatex.js";
import { numbersOf } from "../notation/matrixLatex.js";
import { noteOf } from "../view/note.js";
import type { View } from "../view/model.js";
import type { Emphasis, Frame } from "./deck.js";
import type { Lecture } from "./lecture.js";

/**
 * The chain rule as a sum over paths: a frame for each path, lit in the picture, with its factors, its term and the
 * sum so far; then the whole sum, beside what backpropagation made of it.
 * @param picture the forward view, with values
 * @param index of the picture in its deck
 */
export function pathFrames(derivation: Derivation, lecture: Lecture, picture: View, index: number): Frame[] {
  const { writer } = lecture;
  const { paths, count, of, wrt } = derivation;
  const part = `paths to ${writer.name(wrt)}`;
  const frame = ({ factors, term, sum }: DerivedPath, i: number): Frame => {
    const nodes = [of, ...factors.map(({ input }) => input)];
    const results = [`t_{${i + 1}} = ${numbersOf(writer, wrt, term)}`];
    if (i > 0) results.push(`${termsLatex(i + 1, false)} = ${numbersOf(writer, wrt, sum)}`);
    return {
      title: `Path ${i + 1} of ${count}: ${nodes.map((id) => writer.name(id)).join(" ← ")}`,
      note: `one term of ${writer.gradientName(lecture.of ?? of, wrt)}`,
      part,
      formula: [`t_{${i + 1}} = ${factorsLatex(factors, writer)}`],
      numbers: factors.map((factor) => factorValueLatex(factor, writer)),
      result: results.join(", \\quad "),
      state: noteOf(term).state,
      picture: index,
      emphasis: alongPaths(picture, [factors]),
    };
  };
  return [...paths.map(frame), sumFrame(derivation, part, lecture, picture, index)];
}

function sumFrame(
  derivation: Derivation,
  part: string,
  lecture: Lecture,
  picture: View,
  index: number,
): Frame {
  const { paths, of, wrt, sum, gradient, leftOut } = derivation;
  const { writer } = lecture;
  const terms = termsLatex(paths.length, leftOut > 0n);
  return {
    title: `${writer.gradientName(lecture.of ?? of, wrt)}: the sum of ${pathsText(derivation)}`,
    note: verdictText(derivation),
    part,
    formula: [`${writer.gradient(lecture.of ?? of, wrt)} = ${terms}`],
    numbers: [`${termsLatex(paths.length, false)} = ${numbersOf(writer, wrt, sum)}`],
    result: `${writer.gradient(lecture.of ?? of, wrt)} = ${numbersOf(writer, wrt, gradient)}`,
    state: noteOf(gradient).state,
    picture: index,
    emphasis: alongPaths(
      picture,
      paths.map(({ factors }) => factors),
    ),
  };
}

/** `t_{1} + t_{2}`, the middle of many left out. */
function termsLatex(count: number, isMore: boolean): string {
  const term = (i: number): string => `t_{${i}}`;
  const shown =
    count <= 4 ? Array.from({ length: count }, (_, i) => term(i + 1)) : [term(1), "\\dots", term(count)];
  return [...shown, ...(isMore ? ["\\dots"] : [])].join(" + ");
}

/** Boxes and edges of the paths are lit; the rest steps back. */
function alongPaths(picture: View, paths: readonly (readonly Factor[])[]): Emphasis {
  const edges = paths.flatMap((factors) => factors.map(({ consumer, input }) => [input, consumer] as const));
  const lit = new Set(edges.flat());
  const ids = picture.boxes.map(({ id }) => id);
  return { lit: ids.filter((id) => lit.has(id)), past: ids.filter((id) => !lit.has(id)), edges };
}
