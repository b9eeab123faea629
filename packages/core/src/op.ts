import type { Attribute, AttributeSchema, AttributesOf } from "./attribute.js";
import type { DType, InputKind, NumericArray } from "./dtype.js";
import type { Algebra } from "./formula/algebra.js";
import type { Expression } from "./formula/expression.js";
import type { LatexAlgebra } from "./formula/latexAlgebra.js";
import type { Shape, StaticShape } from "./shape.js";
import type { Value } from "./value.js";

/** An op's inputs: names that take floats, or each name with the kind it takes. */
export type InputList = readonly string[] | Readonly<Record<string, InputKind>>;
export type InputName<I> = I extends readonly (infer N extends string)[] ? N : keyof I & string;
/** One thing an input, by name. */
export type ByInput<I, V> = { readonly [K in InputName<I>]: V };
/** What a graph being trained has of itself: `step`, the number of the training step, from 1. */
export type AmbientInput = "step";
/** The inputs that a caller must give. */
export type OwnInput<I> = Exclude<InputName<I>, AmbientInput>;
/** What a formula sees: a truth value where the input is a bool, else a number. */
export type FormulaInputs<I, T, B> = {
  readonly [K in InputName<I>]: I extends Readonly<Record<string, InputKind>>
    ? I[K] extends "bool"
      ? B
      : T
    : T;
};

/** Numbers in a plan's memory, as a kernel sees them: row-major, in place. */
export interface TensorView {
  readonly data: NumericArray;
  readonly shape: StaticShape;
}

/** A tensor's elements, row-major, in whatever algebra they are. */
export interface Elements<T> {
  readonly data: readonly T[];
  readonly shape: StaticShape;
}

/** Refuses with what was needed, in one line; `apply` adds place and shapes. */
export type Need = (holds: boolean, need: string) => void;

export interface VjpContext<A> {
  /** The op's own result in the forward pass. */
  readonly output: Value;
  readonly attributes: A;
}

/** A law's case: the inputs' shapes, and what else it takes to be a legal call. */
export interface Sample<I, A> {
  /** Shapes by input; a named dim is bound to several sizes by the laws. */
  readonly inputs: ByInput<I, Shape>;
  readonly attributes?: Partial<A>;
  /** Open interval that random inputs are drawn from; default (-2, 2). */
  readonly domain?: Partial<ByInput<I, readonly [low: number, high: number]>>;
  /** Inputs that are no free variables: int32 and bool inputs (drawn as integers from the domain), and targets. */
  readonly fixed?: readonly InputName<I>[];
  /**
   * Rejects drawn inputs nearer than the stencil to a kink. Given flat numbers by input, and the shapes that these have: the
   * laws draw others than the sample states. The inputs of a formula are given as they meet, spread to one shape.
   */
  smooth?(inputs: ByInput<I, readonly number[]>, shapes: ByInput<I, StaticShape>): boolean;
}

/** What an op says of itself. */
export interface OpDoc {
  readonly summary: string;
  /** Paper, book or formula that it comes from. */
  readonly source?: string;
  /** What it is called elsewhere, where people may know it from. */
  readonly names?: { readonly onnx?: string; readonly keras?: string; readonly torch?: string };
}

/** How far a float32 result may be from the true value: within either bound. */
export interface AccuracyBound {
  /** Units in the last place of the true value. */
  readonly ulp?: number;
  readonly absolute?: number;
  readonly why: string;
}

/**
 * What a node can compute. Give `formula` (elementwise), or `shape` with `decompose` and/or `kernel`; `kernel`
 * without `decompose` requires `vjp`.
 */
export interface Op<
  I extends InputList = InputList,
  S extends AttributeSchema = AttributeSchema,
  N extends string = string,
> {
  /** Built-in ops have a plain name, a plugin's begin with the plugin's name: `acme.swish`. */
  readonly name: N;
  readonly doc: OpDoc;
  readonly inputs: I;
  /**
   * The last of the inputs, where they are of the graph's own: specs and calls leave them out, and the builder supplies
   * them. They exist in training only, so such an op says what it is in use (`inEval`). An op that decomposes into a
   * random one takes `step` too, and hands it on.
   */
  readonly ambient?: readonly AmbientInput[];
  readonly attributes?: S;
  /** Refuses attributes that do not go together; what is wrong by itself is refused by its own declaration. */
  check?(attributes: AttributesOf<S>, need: Need): void;
  /** Kinds of inputs that depend on attributes; they take the place of those in `inputs`. */
  kinds?(attributes: AttributesOf<S>): { readonly [K in InputName<I>]?: InputKind };
  /**
   * The result's dtype, or what makes it of the attributes; default: that of the first float input. `"float"` is the
   * graph's own.
   */
  readonly result?: ResultType | ResultRule<S>;
  /**
   * The value of one element. Inputs broadcast against one another. An input of any kind is a number: a bool is 1 or 0.
   */
  formula?<T, B>(m: Algebra<T, B>, inputs: FormulaInputs<I, T, B>, attributes: AttributesOf<S>): T | B;
  /** The result's shape; not for formula ops, whose inputs broadcast. */
  shape?(inputs: ByInput<I, Shape>, attributes: AttributesOf<S>, need: Need): Shape;
  /** The same value in other ops: meaning, fallback for engines and gradients, and what unfolding shows. */
  decompose?(inputs: ByInput<I, Value>, attributes: AttributesOf<S>): Value;
  /** What takes the op's place in a model that is used and not trained, where that differs: of dropout, its input. */
  inEval?(inputs: { readonly [K in OwnInput<I>]: Value }, attributes: AttributesOf<S>): Value;
  /**
   * The inputs of which the kernel does nothing but copy elements and write constants beside them; the others say where to.
   * So the kernel can be run on places in place of numbers, which is all that is needed to know its meaning.
   */
  readonly moves?: readonly InputName<I>[];
  /**
   * For ops that are neither formula nor decomposition and do more than move: one element of the result, over the
   * elements of the inputs.
   * @param at the element's row-major index
   */
  element?<T, B>(
    m: Algebra<T, B>,
    inputs: ByInput<I, Elements<T>>,
    at: number,
    attributes: AttributesOf<S>,
  ): T;
  /** Writes every element of `output`, by plain loops. */
  kernel?(inputs: ByInput<I, TensorView>, output: TensorView, attributes: AttributesOf<S>): void;
  /**
   * Per input, the cotangent to hand back, in the input's shape or one that broadcasts to or from it: the
   * walker sums or repeats. `null` only where the function is locally constant in that input. For an input that
   * is left out, the gradient is taken through `formula` or `decompose`.
   */
  readonly vjp?: { readonly [K in InputName<I>]?: Vjp<I, S> | null };
  readonly samples: readonly Sample<I, AttributesOf<S>>[];
  /** For elementwise ops that may be farther than 4 ulp from the true value in float32. */
  readonly accuracy?: AccuracyBound;
  /**
   * For metrics: what the results of several batches make of that of all their rows. `"mean"`: it is their mean, each
   * weighted by its rows; `"sum"`: they add up; `"none"`: nothing, so that all rows must go through one plan.
   */
  readonly combines?: "mean" | "sum" | "none";
  /**
   * For ops with neither formula nor decompose: how many multiply-adds the result takes, as dims to be multiplied, so that
   * open ones stay open: `[N, 784, 256]`. `[0]`: the op only moves numbers.
   */
  multiplyAdds?(inputs: ByInput<I, Shape>, output: Shape, attributes: AttributesOf<S>): Shape;
  /** How the value is written down: for ops without a formula, and for those whose formula reads badly. */
  latex?(m: LatexAlgebra, inputs: ByInput<I, Expression>, attributes: AttributesOf<S>): Expression;
}

/** Declared through a method so that an op with narrower types is still an {@link Op}. */
export type Vjp<I, S> = {
  rule(g: Value, inputs: ByInput<I, Value>, context: VjpContext<AttributesOf<S>>): Value;
}["rule"];

/** A dtype, or `"float"`: the graph's own. */
export type ResultType = DType | "float";

/** Declared through a method, as {@link Vjp}. */
export type ResultRule<S> = { result(attributes: AttributesOf<S>): ResultType }["result"];

/** Names that an op's attributes cannot have: a spec uses them for the node itself. */
export const reservedNodeKeys = [
  "op",
  "block",
  "in",
  "params",
  "repeat",
  "carry",
  "scan",
  "collect",
  "share",
  "doc",
] as const;

/**
 * Declares an op; checks that the definition is whole.
 * @throws {TypeError} a reserved attribute name, no way to compute, a kernel alone without vjp, or no samples
 */
export function defineOp<
  const I extends InputList,
  const S extends AttributeSchema = Record<never, Attribute<never>>,
  const N extends string = string,
>(op: Op<I, S, N>): Op<I, S, N> {
  const fail = (why: string): never => {
    throw new TypeError(`op ${op.name}: ${why}`);
  };
  for (const key of Object.keys(op.attributes ?? {})) {
    if ((reservedNodeKeys as readonly string[]).includes(key)) fail(`attribute name "${key}" is reserved`);
  }
  if (!/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)?$/.test(op.name))
    fail("the name is not a camelCase identifier");
  if (!op.formula && !op.kernel && !op.decompose) fail("give formula, decompose or kernel");
  if (!op.formula && !op.shape) fail("give shape, or a formula");
  if (op.kernel && !op.decompose && !op.formula && !op.vjp) fail("kernel without decompose requires vjp");
  if (op.moves && !op.kernel) fail("moves tells of a kernel: give one");
  const { ambient = [] } = op;
  if (
    ambient.join() !==
    inputNames(op)
      .slice(inputNames(op).length - ambient.length)
      .join()
  )
    fail("ambient inputs are the last of the inputs");
  if (ambient.length > 0 && !op.inEval) fail("ambient inputs exist in training only: give inEval");
  if (op.samples.length === 0) fail("give samples, so that the laws can test it");
  return Object.freeze(op);
}

const inputNameCache = new WeakMap<Op, readonly string[]>();

/** The op's input names, in declared order. */
export function inputNames(op: Op): readonly string[] {
  let names = inputNameCache.get(op);
  if (names === undefined) {
    names = Array.isArray(op.inputs) ? (op.inputs as readonly string[]) : Object.keys(op.inputs);
    inputNameCache.set(op, names);
  }
  return names;
}

/** The names of the inputs that a caller gives, in declared order: all but the ambient ones. */
export function ownInputNames(op: Op): readonly string[] {
  const names = inputNames(op);
  return op.ambient === undefined ? names : names.slice(0, names.length - op.ambient.length);
}

/** Items in declared order, by the names of the inputs that they belong to. */
export function byInput<T>(op: Op, items: readonly T[]): Record<string, T> {
  const names = inputNames(op);
  const record: Record<string, T> = {};
  for (let i = 0; i < names.length; i++) record[names[i]!] = items[i]!;
  return record;
}

/** The kind of number that an input takes, with these attributes. */
export function inputKind(op: Op, name: string, attributes: AttributesOf<AttributeSchema>): InputKind {
  const special = op.kinds?.(attributes)[name];
  if (special !== undefined) return special;
  return Array.isArray(op.inputs) ? "float" : (op.inputs as Readonly<Record<string, InputKind>>)[name]!;
}

/** The dtype of the op's result. */
export function resultType(
  op: Op,
  inputs: readonly { readonly dtype: DType }[],
  attributes: AttributesOf<AttributeSchema>,
  graphType: DType,
): DType {
  const stated = typeof op.result === "function" ? op.result(attributes) : op.result;
  if (stated !== undefined) return stated === "float" ? graphType : stated;
  return (
    inputs.find(({ dtype }) => dtype === "float32" || dtype === "float64")?.dtype ??
    inputs[0]?.dtype ??
    graphType
  );
}
