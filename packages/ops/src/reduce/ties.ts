import {
  broadcastShapes,
  type Need,
  sameShape,
  type Shape,
  type TensorView,
  type Value,
} from "@chainrule/core";
import { divide } from "../elementwise/divide.js";
import { equal } from "../elementwise/equal.js";
import { maximum } from "../elementwise/maximum.js";
import { select } from "../elementwise/select.js";
import { offsetOf, spreadLayout } from "../layout.js";
import { type Axes, reducedShape } from "./axes.js";
import { forEachFolded } from "./fold.js";
import { sum } from "./sum.js";

/** What the derivatives of `max` and `min` take: y is the result, g its cotangent; both broadcast to x. */
interface TieInputs<T> {
  readonly g: T;
  readonly x: T;
  readonly y: T;
}

/** The shape of x. */
export function tiesShape({ g, x, y }: TieInputs<Shape>, axes: Axes, need: Need): Shape {
  reducedShape(x, axes, true, need);
  need(sameShape(broadcastShapes(g, x) ?? [], x), "g broadcasts to x");
  need(sameShape(y, g), "y = g");
  return x;
}

/** g where x is y, in equal parts where several of those that are reduced together are. */
export function shareTies({ g, x, y }: TieInputs<Value>, axes: Axes): Value {
  const isChosen = equal(x, y);
  const ties = maximum(1, sum(select(isChosen, 1, 0), { axes, keepDims: true }));
  return select(isChosen, divide(g, ties), 0);
}

/** As {@link shareTies}, by plain loops. */
export function writeShares({ g, x, y }: TieInputs<TensorView>, output: TensorView, axes: Axes): void {
  const [gs, ys] = [spreadLayout(g.shape, x.shape), spreadLayout(y.shape, x.shape)];
  const isChosen = (at: number): boolean => x.data[at] === y.data[offsetOf(ys, at)];
  forEachFolded(x.shape, axes, (start, offsets) => {
    let ties = 0;
    for (const offset of offsets) if (isChosen(start + offset)) ties++;
    for (const offset of offsets) {
      const at = start + offset;
      output.data[at] = isChosen(at) ? g.data[offsetOf(gs, at)]! / ties : 0;
    }
  });
}
