import { attribute, type DefaultedAttribute, type OpReference } from "@chainrule/core";

/** What a block applies to the sums of its units. */
export function activationAttribute(usual: string): DefaultedAttribute<OpReference> {
  return attribute.op({
    doc: "the op applied to each unit's sum",
    default: { op: usual, attributes: {} },
  });
}

export const biasAttribute = attribute.boolean({
  doc: "whether each unit adds a constant of its own",
  default: true,
  convention: true,
});

/** Whether an activation leaves its input as it is, so that no node is needed for it. */
export function isIdentity({ op }: OpReference): boolean {
  return op === "identity";
}
