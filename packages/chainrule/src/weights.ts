import { formatShape, type Graph, Refusal, type State, type Tensor } from "@chainrule/core";
import type { TensorFile } from "./safetensors/decode.js";

/** Everything that a state holds, by id: parameters, fitted buffers and an optimiser's memory. */
export function tensorsOf(state: State): Record<string, Tensor> {
  const unset = new Set(state.unset());
  return Object.fromEntries(
    state
      .ids()
      .filter((id) => !unset.has(id))
      .map((id) => [id, state.read(id)]),
  );
}

/**
 * Overwrites a state with saved weights. Every parameter and buffer of the graph must be among them; what else
 * is saved, such as an optimiser's memory, is passed over.
 * @param file its name, for messages
 * @throws {Refusal} missing-weight | shape-mismatch | dtype-mismatch
 */
export function loadWeights(graph: Graph, state: State, { tensors }: TensorFile, file: string): void {
  for (const { id, op } of graph.nodes) {
    if (op !== "parameter" && op !== "buffer") continue;
    const saved = tensors.get(id);
    const wanted = state.peek(id);
    if (saved === undefined) {
      const need = `a value for every ${op} of ${graph.name || "the model"}`;
      throw new Refusal({
        code: "missing-weight",
        file,
        at: id,
        got: `no ${id}`,
        need,
        try: "the weights of this model",
      });
    }
    if (saved.dtype !== wanted.dtype) {
      throw new Refusal({ code: "dtype-mismatch", file, at: id, got: saved.dtype, need: wanted.dtype });
    }
    if (formatShape(saved.shape) !== formatShape(wanted.shape)) {
      throw new Refusal({
        code: "shape-mismatch",
        file,
        at: id,
        got: formatShape(saved.shape),
        need: formatShape(wanted.shape),
      });
    }
    state.write(id, saved.data, saved.shape);
  }
}
