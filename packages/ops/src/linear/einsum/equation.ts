import type { Dim, Need, Shape } from "@chainrule/core";

/** Which axes meet and which stay: a letter for each axis of each operand, and of the result. */
export interface Equation {
  readonly terms: readonly string[];
  readonly output: string;
}

const form = /^[A-Za-z]*(,[A-Za-z]*)*(->[A-Za-z]*)?$/;

/** Reads an equation that {@link checkEquation} takes. Without an arrow the result has the letters that stand once, in order. */
export function readEquation(text: string): Equation {
  const [inputs, output] = text.replaceAll(" ", "").split("->");
  return { terms: inputs!.split(","), output: output ?? onceIn(inputs!) };
}

/** Letters in the order of their codes, capitals before small ones. */
function onceIn(inputs: string): string {
  const isOnce = (letter: string): boolean => inputs.indexOf(letter) === inputs.lastIndexOf(letter);
  return [...inputs]
    .filter((letter) => letter !== "," && isOnce(letter))
    .sort((a, b) => (a < b ? -1 : 1))
    .join("");
}

/** Refuses what is no equation for so many operands. */
export function checkEquation(text: string, names: readonly string[], need: Need): void {
  const bare = text.replaceAll(" ", "");
  need(!bare.includes("."), 'a letter for each axis: axes without names, "...", are not taken');
  need(form.test(bare), 'letters a to z and A to Z, a comma between operands, and at most one "->"');
  const { terms, output } = readEquation(text);
  need(
    terms.length === names.length,
    `${names.length === 1 ? "one operand" : `${names.length} operands`}, ${names.join(", ")}; ` +
      "einsum1 takes one, einsum two, einsum3 three",
  );
  const twice = [...output].find((letter, i) => output.indexOf(letter) !== i);
  need(twice === undefined, `each letter of the result once: ${twice} is there twice`);
  const unknown = [...output].find((letter) => !terms.some((term) => term.includes(letter)));
  need(unknown === undefined, `letters of the result that an operand has: no operand has ${unknown}`);
}

/** The shape of the result; refuses operands that do not have the axes which the equation names. */
export function einsumShape(
  text: string,
  names: readonly string[],
  shapes: readonly Shape[],
  need: Need,
): Shape {
  const { terms, output } = readEquation(text);
  const first = new Map<string, { readonly dim: Dim; readonly place: string }>();
  terms.forEach((term, i) => {
    const [name, shape] = [names[i]!, shapes[i]!];
    need(
      shape.length === term.length,
      `${name} of rank ${term.length}, an axis for each letter of "${term}"`,
    );
    [...term].forEach((letter, axis) => {
      const [dim, place] = [shape[axis]!, `${name}[${axis}]`];
      const known = first.get(letter);
      if (known === undefined) first.set(letter, { dim, place });
      else need(known.dim === dim, `${known.place} = ${place}, which are both ${letter}`);
      need(
        typeof dim === "number" || term.indexOf(letter) === term.lastIndexOf(letter),
        `an integer length of ${letter}, of which the diagonal is taken: ${dim} is a name and no number to reckon with`,
      );
    });
  });
  return [...output].map((letter) => first.get(letter)!.dim);
}

/** The dims of all letters, each once: how many multiply-adds it takes, as loops over them. */
export function lettersOf(text: string, shapes: readonly Shape[]): Shape {
  const dims = new Map<string, Dim>();
  readEquation(text).terms.forEach((term, i) =>
    [...term].forEach((letter, axis) => dims.set(letter, shapes[i]![axis]!)),
  );
  return [...dims.values()];
}

/** The letters in the order in which they first stand. */
export function distinct(letters: string): string {
  return [...new Set(letters)].join("");
}
