import {
  type AlgebraName,
  type Attributes,
  callsByName,
  inputKind,
  inputNames,
  type Op,
  resolveAttributes,
  sameShape,
} from "@chainrule/core";

/** Kinds of ops that an engine is likely to treat alike: which of them feed which is what coverage counts. */
export const opClasses = [
  "elementwise",
  "transcendental",
  "comparison",
  "reduction",
  "rows",
  "product",
  "movement",
  "indexing",
  "loss",
  "image",
  "noise",
  "metric",
] as const;
export type OpClass = (typeof opClasses)[number];

const known = new WeakMap<Op, OpClass>();

/** The class of an op, by what its definition says: no list of names, so that a plugin's ops have one too. */
export function classOf(op: Op): OpClass {
  let found = known.get(op);
  if (found === undefined) known.set(op, (found = classify(op)));
  return found;
}

/** An op's attributes as one of its samples has them. */
export function sampleAttributes(op: Op, sample: Op["samples"][number]): Attributes {
  return resolveAttributes(`op ${op.name}`, op.attributes, sample.attributes ?? {});
}

function classify(op: Op): OpClass {
  const [sample] = op.samples;
  const attributes = sampleAttributes(op, sample!);
  const names = inputNames(op);
  const has = (name: string): boolean => Object.hasOwn(attributes, name);
  if (op.ambient !== undefined) return "noise";
  if (op.formula) return formulaClass(op, attributes);
  if (has("reduction")) return "loss";
  const isFixed = names.every((name) => sample!.fixed?.includes(name));
  const takesIndices = names.some((name) => inputKind(op, name, attributes) === "int");
  if (isFixed && names.length > 1) return "metric";
  if (takesIndices) return "indexing";
  if (names.some((name) => sample!.inputs[name]!.length === 4)) return "image";
  if (op.moves !== undefined) return "movement";
  if (has("axes") || has("ord")) return isOfInputShape(op, sample!, attributes) ? "rows" : "reduction";
  if (has("axis")) return "rows";
  return "product";
}

/** Whether the result is as large as an input: it is made of whole rows then, and may cancel as they do. */
function isOfInputShape(op: Op, { inputs }: Op["samples"][number], attributes: Attributes): boolean {
  const result = op.shape!(inputs, attributes, () => {});
  return inputNames(op).some((name) => sameShape(inputs[name]!, result));
}

const light: ReadonlySet<AlgebraName> = new Set([
  "add",
  "subtract",
  "multiply",
  "divide",
  "negate",
  "abs",
  "sqrt",
  "round",
  "minimum",
  "maximum",
  "less",
  "equal",
  "select",
]);

function formulaClass(op: Op, attributes: Attributes): OpClass {
  const result = typeof op.result === "function" ? op.result(attributes) : op.result;
  if (result === "bool") return "comparison";
  const called = new Set<AlgebraName>();
  const term = {};
  const m = {
    number: () => term,
    ...callsByName<object>((name) => () => {
      called.add(name);
      return term;
    }),
  };
  op.formula!<object, object>(m, Object.fromEntries(inputNames(op).map((name) => [name, term])), attributes);
  return [...called].every((name) => light.has(name)) ? "elementwise" : "transcendental";
}
