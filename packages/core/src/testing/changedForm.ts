import { resolveAttributes } from "../attributes.js";
import type { Json } from "../graph.js";
import { inputKind, type Op } from "../op.js";
import type { Dim, Shape } from "../shape.js";
import type { Dice } from "./dice.js";
import type { CaseForm } from "./drawCase.js";
import { drawSize } from "./drawSize.js";

/** Ranks to which a case is brought that an op may take in any: 1 to 5. */
const greatestRank = 5;
/** The name under which a shape that is an attribute is changed together with those of the inputs. */
const attributeShape = "attribute shape";

/** A call in the making. */
interface Draft {
  shapes: Record<string, Shape>;
  attributes: Record<string, Json>;
}

/**
 * A sample in other sizes, with axes put in, taken out and exchanged, along other axes. Whether that is a call at all, the
 * op says when it is built.
 * @param turn counts the tries, so that axes come in turn
 */
export function changedForm(op: Op, sample: Op["samples"][number], dice: Dice, turn: number): CaseForm {
  const resolved = resolveAttributes(`op ${op.name}`, op.attributes, sample.attributes ?? {});
  const stated = resolved["shape"];
  const sized = drawSizes([...Object.values(sample.inputs), ...(isShape(stated) ? [stated] : [])], dice);
  const resize = (shape: Shape): Shape =>
    shape.map((dim) => (typeof dim === "number" ? (sized.get(dim) ?? dim) : dim));
  const draft: Draft = {
    shapes: Object.fromEntries(Object.entries(sample.inputs).map(([name, shape]) => [name, resize(shape)])),
    attributes: { ...resolved },
  };
  if (isShape(stated)) draft.shapes[attributeShape] = resize(stated);
  if (dice.chance(0.6)) changeRank(draft, dice);
  if (dice.chance(0.5)) changeAxes(op, draft, dice, turn);
  const { [attributeShape]: shape, ...shapes } = draft.shapes;
  return {
    sample: withIndices(op, sample, sized, draft),
    attributes: shape ? { ...draft.attributes, shape } : draft.attributes,
    shapes,
    dims: Object.fromEntries([...sized].filter(([dim]) => typeof dim === "string")),
    repeated: [],
  };
}

function isShape(value: Json | undefined): value is readonly Dim[] {
  return Array.isArray(value) && value.every((dim) => typeof dim === "number" || typeof dim === "string");
}

/** A size for each open dim, and at times for each integer: equal dims stay equal. */
function drawSizes(shapes: readonly Shape[], dice: Dice): Map<Dim, number> {
  const alsoIntegers = dice.chance(0.6);
  const dims = new Set(shapes.flat());
  return new Map(
    [...dims].flatMap((dim) =>
      typeof dim === "string" || (alsoIntegers && dim > 1) ? [[dim, drawSize(dice)] as const] : [],
    ),
  );
}

/** Indices point into a dim: where that has another size, they are drawn from there. */
function withIndices(
  op: Op,
  sample: Op["samples"][number],
  sized: ReadonlyMap<Dim, number>,
  { attributes }: Draft,
): Op["samples"][number] {
  const domain = Object.entries(sample.domain ?? {}).map(([name, range]) => {
    const [low, high] = range!;
    const pointsInto = low === 0 && inputKind(op, name, attributes) === "int" ? sized.get(high) : undefined;
    return [name, [low, pointsInto ?? high] as const];
  });
  return domain.length === 0 ? sample : { ...sample, domain: Object.fromEntries(domain) };
}

/** Puts axes in, takes one out, or exchanges some, in all inputs of the highest rank or in all that have axes. */
function changeRank(draft: Draft, dice: Dice): void {
  const onlyHighest = dice.chance(0.6);
  const rank = rankOf(draft);
  const touched = Object.keys(draft.shapes).filter((name) => {
    const { length } = draft.shapes[name]!;
    return onlyHighest ? length === rank : length > 0;
  });
  const change = (work: (shape: Shape) => Shape): void => {
    for (const name of touched) draft.shapes[name] = work(draft.shapes[name]!);
  };
  if (dice.chance(0.15) && rank > 0) {
    const count = 1 + dice.below(rank);
    for (let now = rank; now > rank - count; now--) {
      const taken = onlyHighest ? dice.below(now) : 0;
      change((shape) => shape.filter((_, axis) => axis !== taken));
      moveAxes(draft, now, now - 1, (axis) => (axis > taken ? axis - 1 : axis));
    }
  } else {
    const count = dice.below(Math.max(1, greatestRank - rank) + 1);
    for (let i = 0; i < count; i++) {
      const now = rank + i;
      const size = drawSize(dice, 3);
      const place = onlyHighest ? dice.below(now + 1) : 0;
      change((shape) => [...shape.slice(0, place), size, ...shape.slice(place)]);
      moveAxes(draft, now, now + 1, (axis) => (axis >= place ? axis + 1 : axis));
    }
  }
  const grown = rankOf(draft);
  if (!onlyHighest || grown < 2 || !dice.chance(0.6)) return;
  const [a, b] = [dice.below(grown), dice.below(grown)];
  const swap = (axis: number): number => (axis === a ? b : axis === b ? a : axis);
  change((shape) => shape.map((_, axis) => shape[swap(axis)]!));
  moveAxes(draft, grown, grown, swap);
}

function rankOf({ shapes }: Draft): number {
  return Math.max(0, ...Object.values(shapes).map(({ length }) => length));
}

/** Lets the attributes that name axes name the same ones as before. */
function moveAxes({ attributes }: Draft, before: number, after: number, to: (axis: number) => number): void {
  const move = (axis: Json): Json => {
    if (typeof axis !== "number") return axis;
    return axis < 0 ? to(axis + before) - after : to(axis);
  };
  for (const name of ["axis", "axes"]) {
    const value = attributes[name];
    if (typeof value === "number") attributes[name] = move(value);
    if (Array.isArray(value)) attributes[name] = value.map(move);
  }
}

/** Any axis, any axes, and either way with the reduced ones, for an op that declares such attributes. */
function changeAxes(op: Op, draft: Draft, dice: Dice, turn: number): void {
  const rank = rankOf(draft);
  const { attributes } = draft;
  const anyAxis = (axis: number): number => (dice.chance(0.5) ? axis : axis - rank);
  if (typeof attributes["axis"] === "number" && rank > 0) attributes["axis"] = (turn % (2 * rank)) - rank;
  const declared = op.attributes?.["axes"];
  if (declared) {
    const order = Array.from({ length: rank }, (_, axis) => axis);
    for (let i = rank - 1; i > 0; i--) {
      const j = dice.below(i + 1);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    // All of them in an order that is another, for an op that exchanges them; some, for one that reduces.
    const some = dice.chance(0.3) ? order : order.filter(() => dice.chance(0.5));
    const isLeftOut = declared.default !== undefined && dice.chance(0.15);
    attributes["axes"] = isLeftOut ? (declared.default as Json) : some.map(anyAxis);
  }
  if (typeof attributes["keepDims"] === "boolean") attributes["keepDims"] = dice.chance(0.5);
}
