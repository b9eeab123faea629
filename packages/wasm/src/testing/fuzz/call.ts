import {
  type Attributes,
  type Dice,
  type Dim,
  inputKind,
  type InputKind,
  inputNames,
  type Op,
  type Shape,
} from "@chainrule/core";
import { type BroadcastForm, broadcastShape, widened } from "./broadcast.js";
import { sampleAttributes } from "./opClass.js";

/** What one input of a call must be. */
export interface Slot {
  readonly name: string;
  readonly kind: InputKind;
  readonly shape: Shape;
  /** The numbers that it takes, where the op's sample says. */
  readonly domain?: readonly [low: number, high: number];
}

/** A legal call of an op, as far as its samples can tell: the attributes, and what each input must be. */
export interface Call {
  readonly op: Op;
  readonly attributes: Attributes;
  readonly slots: readonly Slot[];
}

/** One input whose shape is given: that of a value that there already is. */
export interface Anchor {
  readonly name: string;
  readonly shape: Shape;
}

/**
 * How a sample takes other sizes. "strict": in its open dims only. "even": in all, equal ones by equal ones. "loose": its
 * integers each for itself, and of an op of one input in any rank: what is no legal call then is refused.
 */
export type Fit = "strict" | "even" | "loose";

export interface CallOptions {
  readonly dice: Dice;
  /** A size for a dim that nothing determines. */
  readonly fresh: () => Dim;
  /** The size of a dim. */
  readonly sizeOf: (dim: Dim) => number;
  readonly fit: Fit;
  /** Forms of operands that broadcast, for elementwise ops. */
  readonly form: () => BroadcastForm;
}

/** A call after a sample of the op, in other sizes; undefined where the anchor does not fit. */
export function drawCall(op: Op, anchor: Anchor | undefined, options: CallOptions): Call | undefined {
  const sample = options.dice.pick(op.samples);
  const attributes = sampleAttributes(op, sample);
  const names = inputNames(op).slice(0, inputNames(op).length - (op.ambient?.length ?? 0));
  const shapes = op.formula
    ? elementwiseShapes(names, anchor, options)
    : boundShapes(sample.inputs, attributes, anchor, options);
  if (shapes === undefined) return undefined;
  const slots = names.map((name): Slot => {
    const kind = inputKind(op, name, attributes);
    const stated = sample.domain?.[name];
    const domain = stated && kind === "int" ? ([stated[0], shapes.size(stated[1])] as const) : stated;
    return { name, kind, shape: shapes.of(name), ...(domain && { domain }) };
  });
  return { op, attributes: shapes.attributes ?? attributes, slots };
}

interface Shapes {
  of(name: string): Shape;
  /** What a number of the sample has become: indices point into a dim. */
  size(number: number): number;
  readonly attributes?: Attributes;
}

/** One operand has the shape of the result, or the anchor's; the others lie in it in one way or another. */
function elementwiseShapes(
  names: readonly string[],
  anchor: Anchor | undefined,
  { dice, fresh, form }: CallOptions,
): Shapes {
  const rank = dice.below(5);
  const result = anchor
    ? names.length > 1
      ? widened(anchor.shape, dice, fresh)
      : anchor.shape
    : Array.from({ length: rank }, fresh);
  const whole = dice.pick(names);
  const shapes = new Map(
    names.map((name) => [name, name === whole ? result : broadcastShape(form(), result)]),
  );
  if (anchor) shapes.set(anchor.name, anchor.shape);
  return { of: (name) => shapes.get(name)!, size: (number) => number };
}

/** The sample's shapes with every dim replaced, equal ones by equal ones; those of an attribute too. */
function boundShapes(
  inputs: Readonly<Record<string, Shape>>,
  attributes: Attributes,
  anchor: Anchor | undefined,
  { fresh, sizeOf, fit }: CallOptions,
): Shapes | undefined {
  const bound = new Map<Dim, Dim>();
  const isAlone = fit === "loose" && Object.keys(inputs).length === 1;
  if (anchor && !isAlone && !bind(inputs[anchor.name]!, anchor.shape, fit, bound)) return undefined;
  const map = (dim: Dim): Dim => {
    let to = bound.get(dim);
    if (to === undefined) bound.set(dim, (to = fit === "strict" && typeof dim === "number" ? dim : fresh()));
    return to;
  };
  const shapes: Record<string, Shape> = Object.fromEntries(
    Object.entries(inputs).map(([name, shape]) => [name, shape.map(map)]),
  );
  if (anchor) shapes[anchor.name] = anchor.shape;
  const { shape } = attributes;
  return {
    of: (name) => shapes[name]!,
    size: (number) => (bound.has(number) ? sizeOf(bound.get(number)!) : number),
    ...(Array.isArray(shape) && { attributes: { ...attributes, shape: (shape as Dim[]).map(map) } }),
  };
}

/** Binds the dims of a sample's shape to those of the anchor's; false where it does not fit. */
function bind(own: Shape, wanted: Shape, fit: Fit, bound: Map<Dim, Dim>): boolean {
  if (own.length !== wanted.length) return false;
  return own.every((dim, axis) => {
    const to = wanted[axis]!;
    if (fit === "strict" && typeof dim === "number" && dim !== to) return false;
    if ((bound.get(dim) ?? to) !== to && (fit !== "loose" || typeof dim === "string")) return false;
    bound.set(dim, to);
    return true;
  });
}
