import {
  type Derivation,
  type Factor,
  findNode,
  formatShape,
  type Json,
  type Tensor,
  toNested,
} from "@chainrule/core";
import { type DerivationOptions, DerivationTexts } from "./derivation.js";

/** A derivation as plain data, with every digit. Counts beyond 2⁵³ are written as text. */
export function derivationJson(derivation: Derivation, options: DerivationOptions): Json {
  const texts = new DerivationTexts(options);
  const { of, wrt, paths, count, leftOut, sum, gradient, difference, isEqual } = derivation;
  const factorJson = (factor: Factor): Json => {
    const { consumer, input, rule, jacobian, product } = factor;
    const [to, from] = [consumer, input].map((id) => formatShape(findNode(options.graph, id)!.shape));
    return {
      consumer,
      input,
      by: rule.input,
      rule: texts.rule(factor),
      shapes: { consumer: to!, input: from! },
      ...(jacobian !== undefined && { jacobian: nested(jacobian) }),
      product: nested(product),
    };
  };
  return {
    of,
    wrt,
    count: counted(count),
    leftOut: counted(leftOut),
    paths: paths.map(({ factors, term, sum: soFar }) => ({
      nodes: [of, ...factors.map(({ input }) => input)],
      factors: factors.map(factorJson),
      term: nested(term),
      sum: nested(soFar),
    })),
    sum: nested(sum),
    gradient: nested(gradient),
    difference: nested(difference),
    equal: isEqual,
  };
}

function nested(value: Tensor): Json {
  return toNested(value);
}

function counted(count: bigint): number | string {
  return count <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(count) : String(count);
}
