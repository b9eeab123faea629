import {
  type Attributes,
  bindShape,
  Builder,
  type Dice,
  type Dim,
  elementCount,
  type FloatDType,
  formatShape,
  inputKind,
  inputNames,
  isStatic,
  type Json,
  type Op,
  Refusal,
  type Registry,
  sameShape,
  type Shape,
  type StaticShape,
  type Tensor,
  toNested,
  type Value,
} from "@chainrule/core";
import { type BroadcastForm, broadcastForms } from "./broadcast.js";
import { type Call, drawCall, type Slot } from "./call.js";
import type { Coverage } from "./coverage.js";
import { drawTensor, inFloat64, liesIn } from "./numbers.js";
import { evaluateOp, type Operand, unfoldingReference } from "./oneOp.js";
import { classOf, type OpClass, sampleAttributes } from "./opClass.js";

/** A value of the graph that grows, with what it is for the feeds drawn. */
export interface Grown extends Operand {
  readonly value: Value;
  /** Undefined for sources. */
  readonly op: Op | undefined;
  /** Whether a parameter leads to it. */
  readonly isTrained: boolean;
  uses: number;
}

export interface GrowOptions {
  readonly dice: Dice;
  readonly registry: Registry;
  readonly coverage: Coverage;
  readonly dtype: FloatDType;
  /** What dims are chosen from; equal ones often meet. */
  readonly menu: readonly Dim[];
  readonly dims: Readonly<Record<string, number>>;
  /** How likely each number fed is one on which engines are prone to differ. */
  readonly specials: number;
}

/** No value of a random graph has more numbers. */
const mostElements = 4096;
const attempts = 9;
const fits = ["even", "loose", "strict"] as const;

/** Grows a graph op by op; every value is computed at once, so that the next op can be given what it takes. */
export class Grower {
  readonly builder: Builder;
  readonly pool: Grown[] = [];
  readonly feeds: Record<string, Tensor> = {};
  readonly #options: GrowOptions;
  #sources = 0;

  constructor(options: GrowOptions, name: string, seed: number) {
    this.#options = options;
    const { registry, dtype } = options;
    this.builder = new Builder({ registry, dtype, name, seed });
  }

  /** Appends a call of an op; where one is wanted, on the result of an op of another class. */
  grow(op: Op, producer?: OpClass): Grown | undefined {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const anchor = this.#anchor(op, producer);
      if (producer && !anchor) continue;
      const call = drawCall(op, anchor && { name: anchor.name, shape: anchor.grown.shape }, {
        dice: this.#options.dice,
        fresh: () => this.#options.dice.pick(this.#options.menu),
        sizeOf: (dim) => this.#size([dim])[0]!,
        fit: fits[attempt % fits.length]!,
        form: () => this.#form(),
      });
      const grown = call && this.#make(call, anchor);
      if (grown) return grown;
    }
    return undefined;
  }

  /**
   * Appends a call; operands that are no values yet become sources.
   * @param isFree which of those may become parameters
   * @throws {Refusal} as the builder and the op's kernel do, before anything is appended
   */
  append(
    op: Op,
    operands: readonly (Grown | Operand)[],
    attributes: Attributes,
    isFree: (position: number) => boolean = () => false,
  ): Grown {
    const { shape, tensor } = evaluateOp(op, operands, attributes, this.#options);
    if (op.decompose && op.kernel) this.#checkMeaning(op, operands, attributes, tensor);
    if (tensor.data.length > mostElements)
      throw new Refusal({
        code: "too-large",
        got: formatShape(shape),
        need: `${mostElements} numbers at most`,
      });
    const inputs = operands.map((item, i) => (isGrown(item) ? item : this.#source(item, isFree(i))));
    const value = this.builder.call(
      op,
      inputs.map((item) => item.value),
      attributes,
    );
    for (const item of inputs) item.uses++;
    const isTrained = inputs.some((item) => item.isTrained);
    const made: Grown = { shape, tensor, value, op, isTrained, uses: 0 };
    this.pool.push(made);
    return made;
  }

  /**
   * An engine may take an op's decomposition in place of its kernel. A call that only one of them takes, or that they take
   * differently, is legal by the op's shape rule alone: it is left out, and noted.
   */
  #checkMeaning(op: Op, operands: readonly Operand[], attributes: Attributes, made: Tensor): void {
    const { registry, dims, coverage } = this.#options;
    let why = "";
    try {
      const engine = unfoldingReference();
      const exact = operands.map(({ shape, tensor }) => ({ shape, tensor: inFloat64(tensor) }));
      const options = { registry, dims, engine, dtype: "float64" } as const;
      const { tensor } = evaluateOp(op, exact, attributes, options);
      if (agree(made, tensor)) return;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      why = `, refused: ${error.problems[0]!.got}`;
    }
    const shapes = operands.map(({ tensor }) => formatShape(tensor.shape)).join(" ");
    coverage.misfit(op.name, `${op.name} ${shapes} ${JSON.stringify(attributes)}${why}`);
    throw new Refusal({ code: "misfit", got: op.name, need: "a kernel and a decomposition that agree" });
  }

  /** A value that there is, and the input that is to take it. */
  #anchor(op: Op, producer: OpClass | undefined): { name: string; grown: Grown } | undefined {
    const { dice, coverage } = this.#options;
    const attributes = sampleAttributes(op, dice.pick(op.samples));
    const names = inputNames(op).slice(0, inputNames(op).length - (op.ambient?.length ?? 0));
    const name = dice.pick(names);
    const kind = inputKind(op, name, attributes);
    const fitting = this.pool.filter((grown) => grown.op && accepts(kind, grown));
    const wanted = producer ? fitting.filter((grown) => classOf(grown.op!) === producer) : fitting;
    if (wanted.length === 0 || (!producer && dice.chance(0.2))) return undefined;
    const grown = producer
      ? dice.pick(wanted)
      : dice.least(wanted, (item) => coverage.pair(classOf(item.op!), classOf(op)));
    return { name, grown };
  }

  #make(call: Call, anchor: { name: string; grown: Grown } | undefined): Grown | undefined {
    const { dice } = this.#options;
    if (call.slots.some(({ shape }) => elementCount(this.#size(shape)) > mostElements)) return undefined;
    try {
      const operands = call.slots.map((slot): Grown | Operand => {
        if (slot.name === anchor?.name) return this.#fitted(anchor.grown, slot);
        const known = this.pool.filter((grown) => this.#fits(grown, slot));
        return known.length > 0 && dice.chance(0.6) ? dice.pick(known) : this.#drawn(slot);
      });
      return this.append(call.op, operands, call.attributes, (i) => isFree(call, i));
    } catch (error) {
      // A sample in other sizes need not be a legal call.
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }

  #fits(grown: Grown, { kind, shape, domain }: Slot): boolean {
    return accepts(kind, grown) && sameShape(grown.shape, shape) && liesIn(grown.tensor, domain);
  }

  /** The value itself, or squashed into the numbers that the input takes; now and then it is taken as it is. */
  #fitted(grown: Grown, { kind, domain }: Slot): Grown {
    const { registry, dice } = this.#options;
    if (kind === "bool" || grown.tensor.dtype === "bool") return grown;
    if (liesIn(grown.tensor, domain) || dice.chance(0.1)) return grown;
    const op = (name: string): Op => registry.get("ops", name);
    const scalar = (x: number): Operand => ({
      shape: [],
      tensor: drawTensor(dice, [], this.#options.dtype, [x, x]),
    });
    if (domain === undefined) return this.append(op("tanh"), [grown], {});
    const [low, high] = domain;
    const unit = this.append(op("sigmoid"), [grown], {});
    const wide = this.append(op("multiply"), [unit, scalar(high - low)], {});
    return this.append(op("add"), [wide, scalar(low)], {});
  }

  #drawn({ kind, shape, domain }: Slot): Operand {
    const { dice, dtype, specials } = this.#options;
    const type = kind === "int" ? "int32" : kind === "bool" ? "bool" : dtype;
    const size = this.#size(shape);
    if (type === "int32" && domain && domain[1] <= domain[0] && elementCount(size) > 0)
      throw new Refusal({ code: "no-index", got: "an empty domain", need: "an index" });
    return { shape, tensor: drawTensor(dice, size, type, domain, domain ? 0 : specials) };
  }

  /** Makes a source of drawn numbers: of floats a parameter, an input or a constant. */
  #source({ tensor, shape }: Operand, isFree: boolean): Grown {
    const kind = this.#sourceKind(tensor, shape, isFree);
    const id = `${kind[0]}${this.#sources++}`;
    const value = this.builder.source(kind, id, shape, tensor.dtype, {
      ...(kind !== "input" && { value: toNested(tensor) as Json }),
      ...(kind === "parameter" && { trainable: true }),
    });
    if (kind === "input") this.feeds[id] = tensor;
    const made: Grown = { shape, tensor, value, op: undefined, isTrained: kind === "parameter", uses: 0 };
    this.pool.push(made);
    return made;
  }

  #sourceKind({ dtype, data }: Tensor, shape: Shape, isFree: boolean): "input" | "parameter" | "constant" {
    const { dice } = this.#options;
    // A document holds neither lists without numbers in more than one axis nor NaN.
    const isLiteral = isStatic(shape) && data.length > 0 && data.every(Number.isFinite);
    if (dtype !== this.#options.dtype || !isLiteral) return "input";
    if (isFree && dice.chance(0.55)) return "parameter";
    return dice.chance(0.7) ? "input" : "constant";
  }

  #form(): BroadcastForm {
    const { dice, coverage } = this.#options;
    if (dice.chance(0.4)) return "full";
    const forms = broadcastForms.filter((form) => form !== "other" && form !== "full");
    return dice.least(forms, (form) => coverage.forms.get(form) ?? 0);
  }

  #size(shape: Shape): StaticShape {
    return bindShape(shape, this.#options.dims) as StaticShape;
  }
}

function isGrown(item: Grown | Operand): item is Grown {
  return "value" in item;
}

function accepts(kind: Slot["kind"], { tensor: { dtype } }: Grown): boolean {
  if (kind === "any") return true;
  if (kind === "float") return dtype === "float32" || dtype === "float64";
  return kind === "int" ? dtype === "int32" : dtype === "bool";
}

/** Whether an input may be a parameter: not where a sample says that it is no free variable. */
function isFree({ op, slots }: Call, position: number): boolean {
  return !op.samples.some(({ fixed }) => fixed?.includes(slots[position]!.name));
}

/** Whether two tensors hold about the same numbers, where both are numbers of moderate size. */
function agree(a: Tensor, b: Tensor): boolean {
  return a.data.every((x, i) => {
    const y = b.data[i]!;
    const size = Math.abs(x) + Math.abs(y);
    return !(size < 1e6) || Math.abs(x - y) <= 1e-3 * Math.max(1, size);
  });
}
