import type { GraphNode, Replacement, Value } from "@chainrule/core";
import { affine } from "../../linear/affine.js";
import { likeness, type Parts, type Product, type Term } from "./parts.js";
import { type Get, product, type Signed, signedSum, times } from "./values.js";

/** Takes what two products of a sum have in common out of it: x A + x B = x (A + B). */
export function factor(node: GraphNode, parts: Parts): Replacement | undefined {
  if (node.op !== "add" && node.op !== "subtract") return undefined;
  const [a, b] = node.in.map((id) => ownProduct(parts.get(id), parts));
  if (a === undefined || b === undefined || likeness(a) !== likeness(b)) return undefined;
  const sign = node.op === "add" ? 1 : -1;
  const make: Replacement["make"] = (get, name) => {
    const weights = signedSum([
      { sign: 1, value: get(a.weight.id) },
      { sign, value: get(b.weight.id) },
    ]);
    return product(a.kind, get(a.data.id), name(weights, "weights"));
  };
  const equation = a.kind === "right" ? "x A + x B = x (A + B)" : "A x + B x = (A + B) x";
  return {
    node: node.id,
    does: `takes ${a.data.id} out of the sum`,
    law: { name: "distributivity", equation },
    read: [...new Set(node.in)],
    make,
  };
}

/** The product that a node is, without a bias. */
function ownProduct(node: GraphNode, parts: Parts): Product | undefined {
  return node.op === "affine" ? undefined : parts.product(node);
}

/** Brings the products of one value together, and the constants behind them. */
export function gather(node: GraphNode, parts: Parts): Replacement | undefined {
  if (node.op !== "add" && node.op !== "subtract") return undefined;
  const tally = parts.tally(node);
  const terms = tally.constants > 1 || tally.products > 1 ? parts.terms(node) : undefined;
  if (terms === undefined) return undefined;
  const constants = terms.filter(({ isData }) => !isData);
  const groups = groupsOf(terms.filter(({ isData }) => isData));
  if (constants.length < 2 && groups.every((group) => group.length < 2)) return undefined;
  return {
    node: node.id,
    does: "brings together what belongs together, and the constants to the end",
    law: isInOrder(terms) ? associativity : commutativity,
    read: node.in.filter((id) => parts.isData(id)),
    make: (get, name) => sumOf(groups, constants, get, name),
  };
}

const associativity = { name: "associativity of the sum", equation: "(a + b) + c = a + (b + c)" };
const commutativity = {
  name: "associativity and commutativity of the sum",
  equation: "(a + c) + (b + d) = (a + b) + (c + d)",
};

/** Whether one product and then only constants follow one another, so that parentheses are all that changes. */
function isInOrder(terms: readonly Term[]): boolean {
  return terms.every(({ isData }, i) => isData === (i === 0));
}

/** Products that can be added by adding their weights; every other term is a group of its own. */
function groupsOf(terms: readonly Term[]): Term[][] {
  const groups = new Map<string, Term[]>();
  for (const [i, term] of terms.entries()) {
    const key = term.product ? likeness(term.product) : String(i);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [term]);
    else group.push(term);
  }
  return [...groups.values()];
}

function sumOf(
  groups: readonly (readonly Term[])[],
  constants: readonly Term[],
  get: Get,
  name: (value: Value, as: string) => Value,
): Value {
  const constant = constants.length > 0 ? signedGroup(constants, get) : undefined;
  if (constants.length > 1) name(constant!.value, "bias");
  const [[only, ...others] = [], ...more] = groups;
  if (only?.product && constant && others.length === 0 && more.length === 0) {
    const whole = affineOf(only.product, only.sign, constant, get);
    if (whole !== undefined) return whole;
  }
  const sums = groups.map((group) => signedGroup(group, get));
  return signedSum(constant === undefined ? sums : [...sums, constant]);
}

/** One product and its constant as one `affine`, where their shapes are those of a layer. */
function affineOf(
  { kind, data, weight }: Product,
  sign: 1 | -1,
  constant: Signed,
  get: Get,
): Value | undefined {
  const [units] = constant.value.shape;
  const isLayer = constant.value.shape.length === 1 && weight.shape.length === 2 && weight.shape[1] === units;
  if (kind !== "right" || sign !== 1 || !isLayer) return undefined;
  return affine(get(data.id), get(weight.id), signedSum([constant]));
}

/** A group's sum; where all its terms are subtracted, so is the group. */
function signedGroup(terms: readonly Term[], get: Get): Signed {
  const values = terms.map((term): Signed => ({ sign: term.sign, value: valueOf(term, get) }));
  if (values.some(({ sign }) => sign === 1)) return { sign: 1, value: signedSum(values) };
  return { sign: -1, value: signedSum(values.map(({ value }) => ({ sign: 1, value }))) };
}

function valueOf({ node, product: inner }: Term, get: Get): Value {
  return node === undefined ? times(inner!, get(inner!.data.id), get) : get(node.id);
}
