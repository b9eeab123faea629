import { Refusal } from "../errors.js";
import type { Attributes } from "../graph.js";
import { byInput, inputNames, type Op } from "../op.js";
import { elementCount, scalarShape, type StaticShape } from "../shape.js";

/**
 * How a node is taken apart into single numbers.
 *
 * | manner | of |
 * |---|---|
 * | each | formulas, and any op that is called with single numbers and gives one: the op itself, once an element |
 * | moves | ops that copy elements, where it is known which: no node at all |
 * | element | ops that say what each element is made of, such as products of matrices |
 * | decompose | composites: what they are made of is taken apart in their place |
 * | closed | all others |
 */
export type Manner = "each" | "moves" | "element" | "decompose" | "closed";

/** What is known of a node that an op computes. */
export interface Around {
  /** Of its inputs, then its own. */
  readonly shapes: readonly StaticShape[];
  /** Whether each input's numbers stand in the graph. */
  readonly isKnown: readonly boolean[];
}

export function mannerOf(op: Op, attributes: Attributes, { shapes, isKnown }: Around): Manner {
  if (op.formula) return "each";
  if (op.moves) {
    const names = inputNames(op);
    return isKnown.every((known, i) => known || op.moves!.includes(names[i]!)) ? "moves" : "closed";
  }
  if (op.element) return "element";
  if (shapes.every((shape) => elementCount(shape) === 1) && takesScalars(op, attributes)) return "each";
  return op.decompose ? "decompose" : "closed";
}

/** Whether an op can be called with numbers of rank 0 alone, and gives one. */
function takesScalars(op: Op, attributes: Attributes): boolean {
  const scalars = inputNames(op).map(() => scalarShape);
  try {
    return op.shape!(byInput(op, scalars), attributes, refuseUnless).length === 0;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function refuseUnless(holds: boolean, need: string): void {
  if (!holds) throw new Refusal({ code: "shape-mismatch", got: "single numbers", need });
}
