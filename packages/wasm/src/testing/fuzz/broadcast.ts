import { type Dice, type Dim, sameShape, type Shape } from "@chainrule/core";

/** How an operand lies in the result of an elementwise op. */
export const broadcastForms = ["full", "row", "column", "scalar", "middle", "leading", "other"] as const;
export type BroadcastForm = (typeof broadcastForms)[number];

/** An operand's shape, of which the result's is the broadcast. */
export function broadcastShape(form: BroadcastForm, result: Shape): Shape {
  const one = (axis: number): Shape => result.map((dim, i): Dim => (i === axis ? 1 : dim));
  switch (form) {
    case "row":
      return result.slice(-1);
    case "column":
      return one(result.length - 1);
    case "scalar":
      return [];
    case "middle":
      return result.length > 2 ? one(1) : result;
    case "leading":
      return one(0);
    default:
      return result;
  }
}

/** The form that an operand has. */
export function broadcastForm(operand: Shape, result: Shape): BroadcastForm {
  if (sameShape(operand, result)) return "full";
  const fits = (form: BroadcastForm): boolean => sameShape(operand, broadcastShape(form, result));
  return broadcastForms.find((form) => form !== "full" && form !== "other" && fits(form)) ?? "other";
}

/** A shape that an operand of this shape can be broadcast to. */
export function widened(operand: Shape, dice: Dice, fresh: () => Dim): Shape {
  if (dice.chance(0.7)) return operand;
  const stretched = operand.map((dim): Dim => (dim === 1 && dice.chance(0.7) ? fresh() : dim));
  return stretched.length < 3 && dice.chance(0.6) ? [fresh(), ...stretched] : stretched;
}
