import { type Graph, type GraphNode, isSource } from "@chainrule/core";
import type { Style } from "./style.js";

/** How tightly an expression binds: a sum, a product, a prefix sign, an atom. */
type Binding = 0 | 1 | 2 | 3;

interface Written {
  readonly text: string;
  readonly binding: Binding;
}

/** Longer expressions are written by the name of the node that computes them, where they are part of another. */
const longestPart = 120;

/**
 * What a node is computed by, as algebra: `(x W1) W2 + b2`. Every product inside a product and every sum on the right
 * of one stands in parentheses, so that what was computed first can be seen.
 * @param isOpened whether an operand is written by what it is computed by, and not by its name
 */
export function algebraOf(graph: Graph, id: string, isOpened: (id: string) => boolean, style: Style): string {
  const written = new Map<string, Written>();
  const shapes = new Map(graph.nodes.map((node) => [node.id, node.shape]));
  const operand = (input: string): Written => {
    const whole = written.get(input);
    return whole && isOpened(input) && whole.text.length <= longestPart
      ? whole
      : { text: style.symbol(input), binding: 3 };
  };
  for (const node of graph.nodes) {
    const isEach = node.in.every((input) => shapes.get(input)!.length > 0);
    const whole = expression(node, node.in.map(operand), isEach, style);
    if (whole !== undefined) written.set(node.id, whole);
    if (node.id === id) break;
  }
  return written.get(id)?.text ?? style.symbol(id);
}

function expression(
  { op, attributes }: GraphNode,
  parts: readonly Written[],
  isEach: boolean,
  style: Style,
): Written | undefined {
  const [a, b, c] = parts;
  const within = (part: Written, binding: Binding): string =>
    part.binding >= binding ? part.text : style.parentheses(part.text);
  const product = (first: Written, second: Written, each = false): Written => ({
    text: style.product(within(first, 3), within(second, 3), each),
    binding: 1,
  });
  const sum = (first: Written, sign: string, second: Written): Written => ({
    text: `${first.text} ${sign} ${second.text.startsWith("-") ? style.parentheses(second.text) : within(second, 1)}`,
    binding: 0,
  });
  switch (op) {
    case "add":
      return sum(a!, "+", b!);
    case "subtract":
      return sum(a!, "-", b!);
    case "affine":
      return sum(product(a!, b!), "+", c!);
    case "matmul":
      return product(a!, b!);
    case "multiply":
      return product(a!, b!, isEach);
    case "divide":
      return { text: style.quotient(within(a!, 2), within(b!, 3)), binding: 1 };
    case "negate":
      return { text: `-${within(a!, 2)}`, binding: 2 };
    case "constant": {
      const { value } = attributes;
      if (typeof value !== "number") return undefined;
      return { text: style.number(value), binding: value < 0 ? 2 : 3 };
    }
    default:
      if (isSource(op)) return undefined;
      return {
        text: style.call(
          op,
          parts.map(({ text }) => text),
        ),
        binding: 3,
      };
  }
}
