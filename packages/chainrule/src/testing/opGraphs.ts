import { Builder, type Graph, inputKind, inputNames, type Op, type Registry } from "@chainrule/core";

const dtypes = { float: "float64", int: "int32", bool: "bool", any: "float64" } as const;
/** Inputs that are trained where they occur. */
const weights: ReadonlySet<string> = new Set(["W", "w", "b"]);

/** Each of an op's samples as a graph: its inputs under the op's names, then one node, `out`. */
export function opGraphs(op: Op, registry: Registry): Graph[] {
  return op.samples.map((sample) => {
    const builder = new Builder({ registry, dtype: "float64" });
    const settings = builder.settings(op, sample.attributes ?? {});
    const operands = inputNames(op).map((name) => {
      const dtype = dtypes[inputKind(op, name, settings)];
      const source = weights.has(name) ? "parameter" : "input";
      return builder.source(source, name, sample.inputs[name]!, dtype);
    });
    builder.name(builder.call(op, operands, settings), "out");
    return builder.finish({ outputs: { out: "out" } });
  });
}
