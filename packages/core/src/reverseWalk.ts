import type { Builder } from "./builder.js";
import { isFloat } from "./dtype.js";
import { Refusal } from "./errors.js";
import { fitShape } from "./fitShape.js";
import { nodeAlgebra } from "./formula/nodes.js";
import { type Attributes, isSource } from "./graph.js";
import { byInput, inputNames, type Op } from "./op.js";
import type { Value } from "./value.js";

/** One node's contribution to the cotangent of one of its inputs. */
interface Contribution {
  readonly value: Value;
  readonly consumer: Value;
  readonly input: string;
}

/**
 * One pass over the nodes, last to first, that appends a cotangent for each one between the targets and the end.
 */
export class ReverseWalk {
  readonly #builder: Builder;
  readonly #of: string;
  readonly #end: Value;
  readonly #targets: ReadonlySet<Value>;
  readonly #seedValue: Value | undefined;
  /** Values that depend on a target. */
  readonly #varies = new Set<Value>();
  readonly #contributions = new Map<Value, Contribution[]>();
  readonly #totals = new Map<Value, Value>();

  /** @param seed the cotangent to begin with, of the end's shape; default: 1, of an end that is one number */
  constructor(builder: Builder, of: string, end: Value, targets: readonly Value[], seed?: Value) {
    this.#builder = builder;
    this.#of = of;
    this.#end = end;
    this.#targets = new Set(targets);
    this.#seedValue = seed;
  }

  /** Cotangents of everything between the targets and the end. */
  run(): ReadonlyMap<Value, Value> {
    const pending = this.#builder.values.slice(0, this.#builder.values.indexOf(this.#end) + 1);
    this.#markVarying(pending);
    if (!this.#varies.has(this.#end)) return this.#totals;
    this.#totals.set(this.#end, this.#seedValue ?? this.#one());
    while (pending.length > 0) {
      const value = pending.pop()!;
      if (!this.#varies.has(value)) continue;
      const total = this.#totals.get(value) ?? this.#total(value);
      if (total !== undefined && !isSource(value.op)) this.#pullBack(value, total, pending);
    }
    return this.#totals;
  }

  #markVarying(values: readonly Value[]): void {
    for (const value of values) {
      const isVarying = this.#targets.has(value) || value.inputs.some((input) => this.#varies.has(input));
      if (isVarying && isFloat(value.dtype)) this.#varies.add(value);
    }
  }

  #one(): Value {
    const id = this.#end.id!;
    return this.#builder.within(
      { scope: `grad/${this.#of}/${id}`, provenance: { of: id, rule: "seed" } },
      () => this.#builder.constant(1, this.#end.dtype, `grad/${this.#of}/${id}`),
    );
  }

  /** Names a value's contributions and adds them up, first to last; undefined where there is none. */
  #total(value: Value): Value | undefined {
    const contributions = this.#contributions.get(value);
    if (contributions === undefined) return undefined;
    this.#contributions.delete(value);
    const id = `grad/${this.#of}/${value.id!}`;
    if (contributions.length > 1) {
      for (const { value: term, consumer, input } of contributions)
        this.#builder.name(term, `${id}@${consumer.id!}.${input}`);
    }
    const add = this.#builder.registry.get("ops", "add");
    const total = this.#builder.within({ scope: id, provenance: { of: value.id!, rule: "total" } }, () =>
      contributions
        .map((contribution) => contribution.value)
        .reduce((sum, term) => this.#builder.call(add, [sum, term])),
    );
    this.#builder.name(total, id);
    this.#totals.set(value, total);
    return total;
  }

  /** Applies an op's rule for each input that varies. */
  #pullBack(value: Value, g: Value, pending: Value[]): void {
    const op = this.#builder.registry.get("ops", value.op);
    const inputs = byInput(op, value.inputs);
    let needsInner = false;
    inputNames(op).forEach((name, i) => {
      const input = value.inputs[i]!;
      const rule = op.vjp?.[name];
      if (!this.#varies.has(input) || rule === null) return;
      if (rule === undefined) {
        needsInner = true;
        return;
      }
      this.#contribute(input, value, name, () =>
        rule(g, inputs, { output: value, attributes: value.attributes }),
      );
    });
    if (needsInner) this.#openUp(op, value, g, pending);
  }

  #contribute(input: Value, consumer: Value, name: string, rule: () => Value): void {
    const id = `grad/${this.#of}/${input.id!}`;
    const context = {
      scope: `${id}@${consumer.id!}.${name}`,
      provenance: { of: input.id!, via: consumer.id!, rule: consumer.op },
    };
    const term = this.#builder.within(context, () =>
      this.#fresh(fitShape(this.#builder, rule(), input.shape), context.scope),
    );
    const list = this.#contributions.get(input);
    const contribution = { value: term, consumer, input: name };
    if (list === undefined) this.#contributions.set(input, [contribution]);
    else list.push(contribution);
  }

  /** A node of the contribution's own, also where the rule hands back one that was there before. */
  #fresh(term: Value, scope: string): Value {
    if (term.context.scope === scope && term.id === undefined) return term;
    return this.#builder.call(this.#builder.registry.get("ops", "identity"), [term]);
  }

  /**
   * An op without a rule for some input: its formula or decomposition is written out after it, and the walk goes
   * on through that. Inputs that have rules are held constant inside.
   */
  #openUp(op: Op, value: Value, g: Value, pending: Value[]): void {
    const { values } = this.#builder;
    const scope = `${value.id!}~${this.#of}`;
    const provenance = { of: value.id!, rule: op.name };
    let from = values.length;
    const inner = this.#builder.within({ scope, provenance }, () => {
      const inputs = inputNames(op).map((name, i) =>
        op.vjp?.[name] === undefined ? value.inputs[i]! : this.#held(value.inputs[i]!),
      );
      from = values.length;
      return writeOut(this.#builder, op, inputs, value.attributes);
    });
    const opened = values.slice(from);
    const isInside = inner !== undefined && opened.includes(inner);
    if (inner === undefined || (isInside && inner.op === op.name)) {
      const got = `op ${op.name} without a derivative`;
      throw new Refusal({ code: "no-vjp", at: value.id!, got, need: "a vjp, a formula or a decomposition" });
    }
    for (const item of opened) {
      if (item.id === undefined) this.#builder.name(item, this.#freeId(`${scope}/${item.op}`));
    }
    this.#markVarying(opened);
    if (!this.#varies.has(inner)) return;
    if (isInside) this.#totals.set(inner, g);
    else this.#contribute(inner, value, "value", () => g);
    pending.push(...opened);
  }

  #freeId(base: string): string {
    let id = base;
    for (let count = 2; this.#builder.has(id); count++) id = `${base}${count}`;
    return id;
  }

  /** A copy that does not vary. */
  #held(value: Value): Value {
    return this.#varies.has(value)
      ? this.#builder.call(this.#builder.registry.get("ops", "identity"), [value])
      : value;
  }
}

function writeOut(
  builder: Builder,
  op: Op,
  values: readonly Value[],
  attributes: Attributes,
): Value | undefined {
  const inputs = byInput(op, values);
  if (op.decompose) return op.decompose(inputs, attributes);
  return op.formula?.(nodeAlgebra(builder), inputs, attributes);
}
