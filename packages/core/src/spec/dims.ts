import { Refusal } from "../errors.js";
import { written } from "../document/formWords.js";
import { type Dim, formatShape, isStatic, type Shape } from "../shape.js";

/** The batch dim: open until compile, the same in every scope. */
export const batchDim = "N";

/** What the names in one scope's shapes stand for. */
export class DimScope {
  readonly #bound = new Map<string, Dim>();

  constructor(bound: Readonly<Record<string, Dim>> = {}) {
    for (const [name, dim] of Object.entries(bound)) this.#bound.set(name, dim);
  }

  /**
   * Binds the names in a pattern to the dims that stand in their places: also where other dims do not fit, so that
   * one mistake is not followed by complaints of names that nothing binds.
   * @returns whether all of them fit
   */
  match(pattern: Shape, actual: Shape): boolean {
    if (pattern.length !== actual.length) return false;
    const fits = pattern.map((dim, axis) => {
      const known = typeof dim === "string" && dim !== batchDim ? this.#bound.get(dim) : dim;
      if (known === undefined) this.#bound.set(dim as string, actual[axis]!);
      return known === undefined || known === actual[axis];
    });
    return fits.every(Boolean);
  }

  /**
   * As `match`, where all must fit.
   * @param isDeclared whether the pattern is the `shape` beside what is matched
   * @throws {Refusal} shape-mismatch
   */
  unify(pattern: Shape, actual: Shape, isDeclared = false): void {
    if (this.match(pattern, actual)) return;
    const need = formatShape(this.substitute(pattern));
    throw new Refusal({
      code: "shape-mismatch",
      got: formatShape(actual),
      need,
      ...(isDeclared && isStatic(pattern) && { try: `"shape": ${written(actual)}` }),
    });
  }

  /** Replaces every name that is bound. */
  substitute(shape: Shape): Shape {
    return shape.map((dim) => (typeof dim === "string" ? (this.#bound.get(dim) ?? dim) : dim));
  }

  /**
   * Replaces every name; only `N` may stay.
   * @throws {Refusal} unbound-dim
   */
  bind(shape: Shape): Shape {
    const bound = this.substitute(shape);
    const names = bound.filter((dim) => typeof dim === "string" && dim !== batchDim);
    const [open] = names;
    if (open === undefined) return bound;
    throw new Refusal({
      code: "unbound-dim",
      got: `${formatShape(shape)}, where nothing says what ${open} is`,
      need: `an integer for ${open}`,
      try: `"dims": ${written(Object.fromEntries(names.map((name) => [name, 4])))}`,
    });
  }
}
