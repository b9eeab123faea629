/**
 * An op among a block's arguments as a spec writes it: `"tanh"`, or `{ "op": "leakyRelu", "alpha": 0.1 }`. Anything
 * else as it is.
 */
export function writtenOp(value: unknown): unknown {
  if (!isOpReference(value)) return value;
  const { op, attributes } = value;
  return Object.keys(attributes).length === 0 ? op : { op, ...attributes };
}

function isOpReference(value: unknown): value is { readonly op: string; readonly attributes: object } {
  return (
    typeof value === "object" &&
    value !== null &&
    "op" in value &&
    "attributes" in value &&
    typeof value.attributes === "object" &&
    value.attributes !== null
  );
}
