import { type Graph, indexOf } from "@chainrule/core";

/**
 * How an output is to be read, from the loss that it goes into.
 *
 * | the prediction goes into | columns |
 * |---|---|
 * | softmaxCrossEntropy as its logits | the class with the greatest logit; the softmax, a column for each class |
 * | binaryCrossEntropyWithLogits | 1 where the logit is at least 0, else 0; its sigmoid |
 * | binaryCrossEntropy as its probability | 1 where it is at least 0.5, else 0; the probability |
 * | anything else, or nothing | the numbers themselves |
 *
 * A sigmoid or softmax of which the graph trains on the logits is read as a probability as well.
 */
export type Reading = { readonly kind: "numbers" } | ProbabilityReading;

interface ProbabilityReading {
  readonly kind: "classes" | "binary";
  /** Whether a softmax or sigmoid has yet to be taken. */
  readonly isLogit: boolean;
  /** Id of the input that holds what is right. */
  readonly target: string;
}

/** Finds how an output is to be read; see {@link Reading}. */
export function readingOf(graph: Graph, output: string): Reading {
  const id = graph.outputs[output] ?? output;
  const node = graph.nodes[indexOf(graph).get(id) ?? -1];
  const direct = lossOver(graph, id);
  if (direct !== undefined) return direct;
  if (node?.op !== "sigmoid" && node?.op !== "softmax") return { kind: "numbers" };
  const behind = lossOver(graph, node.in[0]!);
  return behind === undefined ? { kind: "numbers" } : { ...behind, isLogit: false };
}

/** The loss whose first input is this node. */
function lossOver(graph: Graph, id: string): ProbabilityReading | undefined {
  const loss = graph.nodes.find((node) => Object.hasOwn(losses, node.op) && node.in[0] === id);
  return loss && { ...losses[loss.op]!, target: loss.in[1]! };
}

const losses: Readonly<Record<string, { readonly kind: "classes" | "binary"; readonly isLogit: boolean }>> = {
  softmaxCrossEntropy: { kind: "classes", isLogit: true },
  binaryCrossEntropyWithLogits: { kind: "binary", isLogit: true },
  binaryCrossEntropy: { kind: "binary", isLogit: false },
  crossEntropy: { kind: "classes", isLogit: false },
};
