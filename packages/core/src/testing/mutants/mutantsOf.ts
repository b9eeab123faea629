import { apply } from "../../apply.js";
import { resolveAttributes } from "../../attributes.js";
import { Builder } from "../../builder.js";
import { expand } from "../../expand.js";
import type { Algebra } from "../../formula/algebra.js";
import { traceFormula } from "../../formula/trace.js";
import { isFloat } from "../../dtype.js";
import type { Attributes, GraphNode } from "../../graph.js";
import { byInput, inputNames, type Op } from "../../op.js";
import type { Registry } from "../../registry.js";
import { type Dim, sameShape, type Shape } from "../../shape.js";
import type { Value } from "../../value.js";
import { caseGradients, caseGraph, resultName } from "../caseGraph.js";
import type { Case } from "../drawCase.js";
import { replaced } from "../replaced.js";
import { type CallChange, type CallOfOp, changesOfCall, withChangedCalls } from "./callMutants.js";
import { type LineMutant, mutantsOfLine, runLine } from "./lineMutants.js";
import type { Mutant } from "./mutant.js";

type Rule = Exclude<NonNullable<Op["vjp"]>[string], null | undefined>;

/**
 * Every mutant of an op: mistakes in its formula, in its rules and what they hand back, in its decomposition, its shape and
 * what its kernel writes.
 * @param cases of the op: what its rules apply, they show when they are applied
 */
export function mutantsOf(op: Op, cases: readonly Case[], registry: Registry): Mutant[] {
  return [
    ...formulaMutants(op),
    ...resultMutants(op, registry),
    ...ruleMutants(op, cases, registry),
    ...decomposeMutants(op, cases, registry),
    ...shapeMutants(op, cases, registry),
    ...kernelMutants(op, cases, registry),
  ];
}

function formulaMutants(op: Op): Mutant[] {
  const { formula } = op;
  if (!formula) return [];
  const names = inputNames(op);
  const known = new WeakMap<Attributes, readonly LineMutant[]>();
  const linesFor = (attributes: Attributes): readonly LineMutant[] => {
    let lines = known.get(attributes);
    if (lines === undefined) {
      const line = traceFormula(names.length, (m, inputs) => op.formula!(m, byInput(op, inputs), attributes));
      known.set(attributes, (lines = mutantsOfLine(line)));
    }
    return lines;
  };
  const settings = op.samples.map((sample) =>
    resolveAttributes(`op ${op.name}`, op.attributes, sample.attributes ?? {}),
  );
  const changes = new Set(settings.flatMap((attributes) => linesFor(attributes).map(({ change }) => change)));
  return [...changes].map((change) => ({
    op: op.name,
    part: "formula",
    change,
    planted: {
      ...op,
      formula<T, B>(m: Algebra<T, B>, inputs: Readonly<Record<string, T>>, attributes: Attributes): T | B {
        const found = linesFor(attributes).find((mutant) => mutant.change === change);
        return found
          ? runLine(
              m,
              found.line,
              names.map((name) => inputs[name]!),
            )
          : op.formula!(m, inputs, attributes);
      },
    },
  }));
}

/** What becomes of the cotangent that a rule hands back. */
const spoilt: Readonly<Record<string, (g: Value, input: Value, registry: Registry) => Value>> = {
  "wrong sign": scaled(-1),
  dropped: scaled(0),
  "times 1 + 1e-6": scaled(1 + 1e-6),
  "a mean in place of the broadcast sum": (g, input, registry) => {
    if (sameShape(g.shape, input.shape)) return g;
    const size = (x: Value): Value => apply(registry.get("ops", "size"), { x });
    const share = apply(registry.get("ops", "divide"), { a: size(input), b: size(g) });
    return apply(registry.get("ops", "multiply"), { a: g, b: share });
  },
};

function scaled(factor: number): (g: Value, input: Value, registry: Registry) => Value {
  return (g, _, registry) => apply(registry.get("ops", "multiply"), { a: g, b: factor });
}

/** The inputs with a rule. */
function ruled(op: Op): [input: string, rule: Rule][] {
  return inputNames(op).flatMap((input) => {
    const rule = op.vjp?.[input];
    return rule ? [[input, rule] as [string, Rule]] : [];
  });
}

function resultMutants(op: Op, registry: Registry): Mutant[] {
  const broadcasts = op.formula !== undefined && inputNames(op).length > 1;
  return ruled(op).flatMap(([input, rule]) =>
    Object.entries(spoilt)
      .filter(([change]) => broadcasts || !change.includes("broadcast"))
      .map(([change, spoil]) => ({
        op: op.name,
        part: `vjp ${input}`,
        change,
        planted: withRule(op, input, (g, inputs, context) =>
          spoil(rule(g, inputs, context), inputs[input]!, registry),
        ),
      })),
  );
}

function withRule(op: Op, input: string, rule: Rule): Op {
  return { ...op, vjp: { ...op.vjp, [input]: rule } };
}

/** How many of an op's cases are looked at for what its rules apply, with each of its settings. */
const watchedCases = 6;

function ruleMutants(op: Op, cases: readonly Case[], registry: Registry): Mutant[] {
  return ruled(op).flatMap(([input, rule]) => {
    const changed = (change: (call: CallOfOp, k: number, builder: Builder) => CallChange | undefined): Op =>
      withRule(op, input, (g, inputs, context) =>
        inBuilderOf(g, (builder) =>
          withChangedCalls(
            builder,
            () => rule(g, inputs, context),
            (call, k) => change(call, k, builder),
          ),
        ),
      );
    return callMutants(`vjp ${input}`, op, cases, registry, changed, caseGradients);
  });
}

function decomposeMutants(op: Op, cases: readonly Case[], registry: Registry): Mutant[] {
  const { decompose } = op;
  if (!decompose) return [];
  const changed = (change: (call: CallOfOp, k: number, builder: Builder) => CallChange | undefined): Op => ({
    ...op,
    decompose: (inputs: Readonly<Record<string, Value>>, attributes: Attributes) =>
      inBuilderOf(Object.values(inputs)[0]!, (builder) =>
        withChangedCalls(
          builder,
          () => op.decompose!(inputs, attributes),
          (call, k) => change(call, k, builder),
        ),
      ),
  });
  const unfold = (item: Case, loaded: Registry): void => {
    expand(caseGraph(item, loaded), loaded, ({ name }) => name === op.name);
  };
  return callMutants("decompose", op, cases, registry, changed, unfold);
}

function inBuilderOf(value: Value, work: (builder: Builder) => Value): Value {
  if (!(value.owner instanceof Builder)) throw new TypeError("a value without a builder");
  return work(value.owner);
}

/** Watches what is applied in some cases, and then makes each mistake in each application. */
function callMutants(
  part: string,
  op: Op,
  cases: readonly Case[],
  registry: Registry,
  changed: (change: (call: CallOfOp, k: number, builder: Builder) => CallChange | undefined) => Op,
  make: (item: Case, registry: Registry) => void,
): Mutant[] {
  const found = new Set<string>();
  const nameOf = (call: CallOfOp, k: number, change: string): string => `${call.op.name} ${k}: ${change}`;
  const watching = changed((call, k, builder) => {
    for (const change of Object.keys(changesOfCall(call, builder))) found.add(nameOf(call, k, change));
    return undefined;
  });
  const watched = replaced(registry, watching);
  const seen = new Map<string, number>();
  for (const item of cases) {
    const settings = JSON.stringify(item.attributes);
    const times = seen.get(settings) ?? 0;
    seen.set(settings, times + 1);
    if (times < watchedCases) make({ ...item, op: watching }, watched);
  }
  return [...found].map((change) => ({
    op: op.name,
    part,
    change,
    planted: changed((call, k, builder) => {
      const changes = changesOfCall(call, builder);
      return Object.entries(changes).find(([name]) => nameOf(call, k, name) === change)?.[1];
    }),
  }));
}

const wrongShapes: Readonly<Record<string, (shape: Shape) => Shape>> = {
  "the first dim one more": (shape) => shape.map((dim, axis) => (axis === 0 ? more(dim) : dim)),
  "the last dim one more": (shape) => shape.map((dim, axis) => (axis === shape.length - 1 ? more(dim) : dim)),
  "the last dim one less": (shape) => shape.map((dim, axis) => (axis === shape.length - 1 ? less(dim) : dim)),
  "the first axis left out": (shape) => shape.slice(1),
  "an axis more": (shape) => [...shape, 1],
  "the first two axes exchanged": ([a, b, ...rest]) =>
    a === undefined || b === undefined ? (a === undefined ? [] : [a]) : [b, a, ...rest],
};

/** The next size; of an open dim, some size. */
function more(dim: Dim): Dim {
  return typeof dim === "number" ? dim + 1 : 2;
}

function less(dim: Dim): Dim {
  return typeof dim === "number" ? Math.max(0, dim - 1) : 2;
}

function shapeMutants(op: Op, cases: readonly Case[], registry: Registry): Mutant[] {
  if (!op.shape) return [];
  const shapes = cases.map((item) => resultNode(item, registry).shape);
  return Object.entries(wrongShapes)
    .filter(([, wrong]) => shapes.some((shape) => !sameShape(wrong(shape), shape)))
    .map(([change, wrong]) => ({
      op: op.name,
      part: "shape",
      change,
      planted: {
        ...op,
        shape: (...given: Parameters<NonNullable<Op["shape"]>>) => wrong(op.shape!(...given)),
      },
    }));
}

function resultNode(item: Case, registry: Registry): GraphNode {
  return caseGraph(item, registry).nodes.find(({ id }) => id === resultName)!;
}

const wrongResults: Readonly<Record<string, (x: number, i: number, count: number) => number>> = {
  "wrong sign": (x) => -x,
  "times 1 + 1e-6": (x) => x * (1 + 1e-6),
  "1e-6 more": (x) => x + 1e-6,
  "the last element not written": (x, i, count) => (i === count - 1 ? 0 : x),
};

function kernelMutants(op: Op, cases: readonly Case[], registry: Registry): Mutant[] {
  const { kernel } = op;
  const isFloatOp = cases.length > 0 && isFloat(resultNode(cases[0]!, registry).dtype);
  if (!kernel || !isFloatOp) return [];
  return Object.entries(wrongResults).map(([change, wrong]) => ({
    op: op.name,
    part: "kernel",
    change,
    planted: {
      ...op,
      kernel: (...[inputs, output, attributes]: Parameters<NonNullable<Op["kernel"]>>) => {
        op.kernel!(inputs, output, attributes);
        const { data } = output;
        for (let i = 0; i < data.length; i++) data[i] = wrong(data[i]!, i, data.length);
      },
    },
  }));
}
