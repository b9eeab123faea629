import { isSource, type LocalRule } from "@chainrule/core";

/**
 * A rule as the calls that it makes: `matmul(transpose(x), g)`, where g is what arrives.
 * @param nameOf how the node's operands and its result, by the names that the op gives them, are called
 */
export function ruleText({ graph, result }: LocalRule, nameOf: (name: string) => string): string {
  const texts = new Map<string, string>();
  for (const { id, op, in: inputs, attributes } of graph.nodes) {
    if (id === "cotangent") texts.set(id, "g");
    else if (op === "constant") texts.set(id, JSON.stringify(attributes["value"]));
    else if (isSource(op) || id === "output") texts.set(id, nameOf(id));
    else if (op === "identity") texts.set(id, texts.get(inputs[0]!)!);
    else texts.set(id, `${op}(${inputs.map((input) => texts.get(input)!).join(", ")})`);
  }
  return texts.get(result)!;
}
