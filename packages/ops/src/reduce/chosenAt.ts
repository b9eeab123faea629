import {
  attribute,
  elementCount,
  type Need,
  normalizeAxis,
  Refusal,
  type Shape,
  type TensorView,
} from "@chainrule/core";
import { forEachLine } from "../layout.js";
import { keepDimsAttribute, reducedShape } from "./axes.js";

/** What `argMax` and `argMin` take. */
export interface ChosenAtOptions {
  /** The axis along which an element is chosen; default -1, the last. */
  readonly axis?: number;
  /** Keep that axis, with size 1; default: false. */
  readonly keepDims?: boolean;
}

export const chosenAtAttributes = {
  axis: attribute.integer({
    doc: "the axis along which an element is chosen; negative ones are counted from the end",
    default: -1,
  }),
  keepDims: keepDimsAttribute,
};

/** The shape without the axis; one that is known to have no elements has none to choose. */
export function chosenAtShape(x: Shape, { axis, keepDims }: Required<ChosenAtOptions>, need: Need): Shape {
  const front = normalizeAxis(axis, x.length);
  need(front !== undefined, `axis ${axis} to be an axis of x`);
  need(front === undefined || x[front] !== 0, `an element along axis ${axis} to choose`);
  return reducedShape(x, [axis], keepDims, need);
}

/**
 * Writes where along the axis each line has the element that is chosen: the first NaN, else the first that no other is
 * better than.
 * @throws {Refusal} no-element
 */
export function writeChosen(
  op: string,
  x: TensorView,
  output: TensorView,
  axis: number,
  isBetter: (element: number, best: number) => boolean,
): void {
  const size = x.shape[normalizeAxis(axis, x.shape.length)!]!;
  if (size === 0 && elementCount(output.shape) > 0)
    throw new Refusal({
      code: "no-element",
      at: op,
      got: `no elements along axis ${axis}`,
      need: "one at least, to choose from",
    });
  let line = 0;
  forEachLine(x.shape, axis, (start, end, step) => {
    if (size === 0) return;
    let best = start;
    for (let at = start; at < end; at += step) {
      const [element, soFar] = [x.data[at]!, x.data[best]!];
      if (!Number.isNaN(soFar) && (Number.isNaN(element) || isBetter(element, soFar))) best = at;
    }
    output.data[line++] = (best - start) / step;
  });
}
