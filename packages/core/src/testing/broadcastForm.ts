import { resolveAttributes } from "../attributes.js";
import { inputNames, type Op } from "../op.js";
import type { Dim, Shape } from "../shape.js";
import type { Dice } from "./dice.js";
import { type CaseForm, freeInputs } from "./drawCase.js";
import { drawSize } from "./drawSize.js";

/** Ranks that cases of elementwise ops have: 0 to 5. */
const ranks = 6;

/** Shapes that broadcast: one input has the result's, the others lie in it in one way or another. */
export function broadcastForm(op: Op, sample: Op["samples"][number], dice: Dice): CaseForm {
  const names = inputNames(op);
  const { result, dims } = drawResult(dice);
  const whole = dice.pick(names);
  const shapes = Object.fromEntries(
    names.map((name) => [name, name === whole ? result : shapeInside(result, dice)]),
  );
  const attributes = resolveAttributes(`op ${op.name}`, op.attributes, sample.attributes ?? {});
  const form = { sample, attributes, shapes, dims, repeated: [] };
  const free = freeInputs(op, form);
  if (free.length < 2 || !dice.chance(0.25)) return form;
  const start = dice.below(free.length - 1);
  const repeated = free.slice(start, start + 2);
  const shared = repeated.includes(whole) ? result : shapes[repeated[0]!]!;
  return { ...form, repeated, shapes: { ...shapes, [repeated[0]!]: shared, [repeated[1]!]: shared } };
}

/** A shape in which at times one dim is open. */
function drawResult(dice: Dice): { readonly result: Shape; readonly dims: Record<string, number> } {
  const rank = dice.below(ranks);
  const open = dice.chance(0.3) ? dice.below(ranks) : ranks;
  const dims: Record<string, number> = {};
  const result = Array.from({ length: rank }, (_, axis): Dim => {
    // Two long axes are enough.
    const size = axis < rank - 2 ? drawSize(dice, 3) : drawSize(dice);
    if (axis !== open) return size;
    dims["N"] = size;
    return "N";
  });
  return { result, dims };
}

/** A shape that broadcasts to another: its last axes, some of them with size 1. */
function shapeInside(result: Shape, dice: Dice): Shape {
  if (dice.chance(0.4)) return result;
  const dropped = dice.chance(0.5) ? dice.below(result.length + 1) : 0;
  return result.slice(dropped).map((dim) => (dice.chance(0.35) ? 1 : dim));
}
