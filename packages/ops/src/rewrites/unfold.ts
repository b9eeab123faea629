import { byInput, defineRewrite, isSource } from "@chainrule/core";

/** Puts the decomposition of a composite in its place, a composite a step, those inside it included. */
export const unfold = defineRewrite({
  name: "unfold",
  doc: { summary: "what composites are made of, down to primitives" },
  step(graph, { registry }) {
    for (const { id, op: name, in: inputs, attributes } of graph.nodes) {
      const op = isSource(name) ? undefined : registry.get("ops", name);
      if (op?.decompose === undefined) continue;
      return {
        node: id,
        does: `opens ${id}, ${op.doc.summary}`,
        law: { name: `definition of ${name}` },
        read: [],
        make: (get) => op.decompose!(byInput(op, inputs.map(get)), attributes),
      };
    }
    return undefined;
  },
});
