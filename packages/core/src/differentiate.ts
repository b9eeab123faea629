import { Builder } from "./builder.js";
import { isFloat } from "./dtype.js";
import { Refusal } from "./errors.js";
import { nodeAlgebra } from "./formula/nodes.js";
import { type Attributes, type Graph, isSource, resolveOutput } from "./graph.js";
import { inputNames, type Op } from "./op.js";
import type { Registry } from "./registry.js";
import { formatShape, sameShape, type Shape } from "./shape.js";
import { suggest } from "./suggest.js";
import type { Value } from "./value.js";

export interface DifferentiateOptions {
  /** An output's name or a node's id, of shape []. */
  readonly of: string;
  /** Node ids. Default: every trainable parameter. */
  readonly wrt?: readonly string[];
  readonly registry: Registry;
}

/**
 * Appends the nodes that compute ∂of/∂w for every w in `wrt`, by reverse accumulation. Each appended node says
 * whose gradient it is part of (`of`), through which consumer (`via`) and by which op's `rule`; contributions
 * that meet are summed by a visible node.
 *
 * Ids: `grad/<of>/<node>` is the total; where several contributions meet, each is
 * `grad/<of>/<node>@<consumer>.<input>`.
 * @returns the graph with outputs `grad/<of>/<w>`, each of w's shape, in units of `of` per w
 * @throws {Refusal} unknown-node | not-scalar | unreachable | no-vjp
 * @see Baydin et al., "Automatic differentiation in machine learning: a survey", JMLR 18 (2018), §3.2
 */
export function differentiate(graph: Graph, { of, wrt, registry }: DifferentiateOptions): Graph {
  const builder = Builder.from(graph, registry);
  const end = builder.get(nodeOf(graph, of, "of"));
  if (end.shape.length !== 0 || !isFloat(end.dtype)) {
    throw new Refusal({
      code: "not-scalar",
      at: end.id!,
      got: `${end.dtype} ${formatShape(end.shape)}`,
      need: "one float number, shape []",
      try: `reduce it first, with "sum" or "mean"`,
    });
  }
  const targets = (wrt ?? trainable(graph)).map((id) => builder.get(nodeOf(graph, id, "wrt")));
  const totals = new ReverseWalk(builder, of, end, targets).run();
  const outputs: Record<string, string> = { ...graph.outputs };
  for (const target of targets) {
    const total = totals.get(target);
    if (total === undefined) throw unreachable(of, target.id!);
    outputs[`grad/${of}/${target.id!}`] = total.id!;
  }
  return builder.finish({ outputs, updates: graph.updates });
}

/** Ids of the parameters that are not frozen. */
export function trainable(graph: Graph): string[] {
  return graph.nodes.filter(({ op, attributes }) => op === "parameter" && attributes["trainable"] !== false).map(({ id }) => id);
}

function nodeOf(graph: Graph, name: string, role: string): string {
  const id = resolveOutput(graph, name);
  if (id !== undefined) return id;
  throw new Refusal({
    code: "unknown-node",
    got: `${role}: ${JSON.stringify(name)}`,
    need: "the name of an output or the id of a node",
    ...suggest(name, [...Object.keys(graph.outputs), ...graph.nodes.map((node) => node.id)]),
  });
}

function unreachable(of: string, target: string): Refusal {
  return new Refusal({
    code: "unreachable",
    at: target,
    got: `no path from ${target} to ${of} along which ${of} varies`,
    need: "at least one",
    try: `connect ${target} to ${of}, or leave it out with "trainable": false`,
  });
}

/** One node's contribution to the cotangent of one of its inputs. */
interface Contribution {
  readonly value: Value;
  readonly consumer: Value;
  readonly input: string;
}

class ReverseWalk {
  readonly #builder: Builder;
  readonly #of: string;
  readonly #end: Value;
  readonly #targets: ReadonlySet<Value>;
  /** Values that depend on a target. */
  readonly #varies = new Set<Value>();
  readonly #contributions = new Map<Value, Contribution[]>();
  readonly #totals = new Map<Value, Value>();

  constructor(builder: Builder, of: string, end: Value, targets: readonly Value[]) {
    this.#builder = builder;
    this.#of = of;
    this.#end = end;
    this.#targets = new Set(targets);
  }

  /** Cotangents of everything between the targets and the end. */
  run(): ReadonlyMap<Value, Value> {
    const pending = this.#builder.values.slice(0, this.#builder.values.indexOf(this.#end) + 1);
    this.#markVarying(pending);
    if (!this.#varies.has(this.#end)) return this.#totals;
    this.#totals.set(this.#end, this.#seed());
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

  #seed(): Value {
    const id = this.#end.id!;
    return this.#builder.within({ scope: `grad/${this.#of}/${id}`, provenance: { of: id, rule: "seed" } }, () =>
      this.#builder.constant(1, this.#end.dtype, `grad/${this.#of}/${id}`),
    );
  }

  /** Names a value's contributions and adds them up, first to last; undefined where there is none. */
  #total(value: Value): Value | undefined {
    const contributions = this.#contributions.get(value);
    if (contributions === undefined) return undefined;
    this.#contributions.delete(value);
    const id = `grad/${this.#of}/${value.id!}`;
    if (contributions.length > 1) {
      for (const { value: term, consumer, input } of contributions) this.#builder.name(term, `${id}@${consumer.id!}.${input}`);
    }
    const add = this.#builder.registry.get("ops", "add");
    const total = this.#builder.within({ scope: id, provenance: { of: value.id!, rule: "sum" } }, () =>
      contributions.map((contribution) => contribution.value).reduce((sum, term) => this.#builder.call(add, [sum, term])),
    );
    this.#builder.name(total, id);
    this.#totals.set(value, total);
    return total;
  }

  /** Applies an op's rule for each input that varies. */
  #pullBack(value: Value, g: Value, pending: Value[]): void {
    const op = this.#builder.registry.get("ops", value.op);
    const names = inputNames(op);
    const inputs = Object.fromEntries(names.map((name, i) => [name, value.inputs[i]!]));
    let needsInner = false;
    names.forEach((name, i) => {
      const input = value.inputs[i]!;
      const rule = op.vjp?.[name];
      if (!this.#varies.has(input) || rule === null) return;
      if (rule === undefined) {
        needsInner = true;
        return;
      }
      this.#contribute(input, value, name, () => rule(g, inputs, { output: value, attributes: value.attributes }));
    });
    if (needsInner) this.#openUp(op, value, g, pending);
  }

  #contribute(input: Value, consumer: Value, name: string, rule: () => Value): void {
    const id = `grad/${this.#of}/${input.id!}`;
    const context = {
      scope: `${id}@${consumer.id!}.${name}`,
      provenance: { of: input.id!, via: consumer.id!, rule: consumer.op },
    };
    const term = this.#builder.within(context, () => this.#fresh(this.#fit(rule(), input.shape), context.scope));
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

  /** Undoes broadcasting: sums over the axes that the op stretched, repeats along those that it reduced. */
  #fit(g: Value, shape: Shape): Value {
    const { registry } = this.#builder;
    const call = (name: string, x: Value, attributes: Record<string, unknown>): Value =>
      this.#builder.call(registry.get("ops", name), [x], attributes);
    if (sameShape(g.shape, shape)) return g;
    const extra = g.shape.length - shape.length;
    let fitted = extra > 0 ? call("sum", g, { axes: range(extra), keepDims: false }) : g;
    const offset = shape.length - fitted.shape.length;
    const stretched = range(fitted.shape.length).filter((axis) => shape[axis + offset] === 1 && fitted.shape[axis] !== 1);
    if (stretched.length > 0) fitted = call("sum", fitted, { axes: stretched, keepDims: true });
    return sameShape(fitted.shape, shape) ? fitted : call("broadcastTo", fitted, { shape });
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
      const inputs = inputNames(op).map((name, i) => (op.vjp?.[name] === undefined ? value.inputs[i]! : this.#held(value.inputs[i]!)));
      from = values.length;
      return writeOut(this.#builder, op, inputs, value.attributes);
    });
    if (inner === undefined || inner.op === op.name) {
      throw new Refusal({ code: "no-vjp", at: value.id!, got: `op ${op.name} without a derivative`, need: "a vjp, a formula or a decomposition" });
    }
    const opened = values.slice(from);
    for (const item of opened) item.id ?? this.#builder.name(item, this.#freeId(`${scope}/${item.op}`));
    this.#markVarying(opened);
    if (!opened.includes(inner)) this.#contribute(inner, value, "value", () => g);
    else if (this.#varies.has(inner)) this.#totals.set(inner, g);
    pending.push(...opened);
  }

  #freeId(base: string): string {
    let id = base;
    for (let count = 2; this.#builder.has(id); count++) id = `${base}${count}`;
    return id;
  }

  /** A copy that does not vary. */
  #held(value: Value): Value {
    return this.#varies.has(value) ? this.#builder.call(this.#builder.registry.get("ops", "identity"), [value]) : value;
  }
}

function writeOut(builder: Builder, op: Op, values: readonly Value[], attributes: Attributes): Value | undefined {
  const inputs = Object.fromEntries(inputNames(op).map((name, i) => [name, values[i]!]));
  if (op.decompose) return op.decompose(inputs, attributes);
  return op.formula?.(nodeAlgebra(builder), inputs, attributes);
}

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}
